"""The one spelling of an event as bytes, and its hash. Pure: the verifier uses it without a database.

JSON with sorted keys, no spaces, characters as they are, times in UTC to the microsecond. Numbers are
whole: a float has no single spelling that both database engines keep, so it is refused.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

GENESIS = "0" * 64


class Plain(dict[str, Any]):
    """An object made plain already: the same limits stand in thousands of events of a bulk."""


def plain(value: Any) -> Any:
    """`value` in the only shapes that an event may hold: text, whole numbers, truth, lists, objects, null."""
    # Nearly all is one of these three exactly; asking `isinstance` first of everything takes twice as long.
    kind = type(value)
    if kind is Plain:
        return value
    if kind is str:
        return value.replace("\x00", "") if "\x00" in value else value
    if kind is dict:
        return {str(key): plain(item) for key, item in value.items()}
    if kind is list or kind is tuple:
        return [plain(item) for item in value]
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    raise TypeError(f"an event cannot hold {type(value).__name__}: {value!r}")


def stamp(moment: datetime) -> str:
    """A moment as `2026-11-21T06:05:00.000000Z`."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


# Made once: `json.dumps` makes one for every call that asks for a spelling of its own.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


class Spelled(str):
    """Text that is canonical JSON already, so that it is spelled once for the hash and for the database."""


def spell(value: Any) -> Spelled:
    """The canonical JSON of a plain value."""
    return Spelled(_ENCODER.encode(value))


def digest(*parts: str) -> str:
    """SHA-256 of the parts, each closed by a line end, as 64 hex digits."""
    return hashlib.sha256("\n".join((*parts, "")).encode()).hexdigest()


def event_hash(*, chain: str, seq: int, code: str, at: str, actor: str, edition: str, facts: Any, prev: str) -> str:
    """The hash of an event; it covers all its columns and the hash before it on the same chain."""
    spelled = facts if type(facts) is Spelled else spell(facts)
    return digest(chain, str(seq), code, at, actor, edition, spelled, prev)


def merkle_root(leaves: list[str]) -> str:
    """The Merkle root of hex leaves in the order given; an odd leaf is carried up alone."""
    level = leaves or [GENESIS]
    while len(level) > 1:
        pairs = [digest("node", *level[i : i + 2]) if i + 1 < len(level) else level[i] for i in range(0, len(level), 2)]
        level = pairs
    return level[0]


def leaf_hash(*, chain: str, length: int, head: str) -> str:
    """One chain as a seal sees it: how long it was and how it ended."""
    return digest("leaf", chain, str(length), head)


def seal_hash(*, number: int, at: str, root: str, count: int, prev: str) -> str:
    """The hash of a seal; it covers the seal before it."""
    return digest("seal", str(number), at, root, str(count), prev)
