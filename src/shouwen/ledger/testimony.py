"""What the entries of an export say of each other, and which of two is believed. Pure: needs no database."""

import json
from dataclasses import dataclass, field

from shouwen.ledger.canonical import GENESIS

HASH_BYTES = 32


@dataclass(frozen=True)
class Fault:
    """The first bad entry: its line (from 1), which entry it is, and what is wrong (a code)."""

    line: int
    entry: str
    wrong: str


@dataclass(frozen=True)
class Dispute:
    """Two entries, each sound in itself, that contradict each other. Whoever links to `accuser` vouches for it."""

    earlier: Fault
    later: Fault
    kind: str
    accuser: str

    def settled(self, line: bytes) -> Fault:
        """Which of the two is bad, after the line that follows: the later one only if that does not link to it."""
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            return self.earlier
        same = isinstance(entry, dict) and entry.get("kind") == self.kind and entry.get("prev") != GENESIS
        return self.later if same and entry.get("prev") != self.accuser else self.earlier


@dataclass
class ChainRead:
    """A chain as far as it was read: the line of its first event, and the hashes of all, end to end."""

    line: int
    hashes: bytearray = field(default_factory=bytearray)

    @property
    def length(self) -> int:
        return len(self.hashes) // HASH_BYTES

    def hash(self, seq: int) -> str:
        return self.hashes[(seq - 1) * HASH_BYTES : seq * HASH_BYTES].hex() if seq else GENESIS
