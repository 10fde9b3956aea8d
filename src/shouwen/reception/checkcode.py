"""The check code of a printed form: a short proof that it says what we printed. Pure; the key is given."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from shouwen.ledger.canonical import plain, spell

# Letters and figures that nobody confuses when reading aloud (no I, L, O, U).
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", " ": "", "-": ""})


def check_code(said: Mapping[str, Any], *, key: bytes) -> str:
    """The ten signs that belong to exactly this content. Fifty bits of a keyed hash: nobody guesses one."""
    proof = hmac.new(key, spell(plain(said)).encode(), hashlib.sha256).digest()
    number = int.from_bytes(proof[:8], "big") >> 14
    return "".join(SIGNS[(number >> (5 * place)) & 31] for place in reversed(range(LENGTH)))


def spaced(code: str) -> str:
    """As it stands on paper: `7K3QM-2XW9D`."""
    return f"{code[:5]}-{code[5:]}"


def read(typed: str) -> str:
    """A code as somebody typed it from paper: small letters, dashes and the usual misreadings are forgiven."""
    return typed.strip().upper().translate(MISREAD)
