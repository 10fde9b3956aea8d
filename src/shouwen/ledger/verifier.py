"""The verifier: reads an export and nothing else, and names the first entry that is not as it was written.

Guarantees: after any byte, line or order was changed, or a tail cut off, `verify` answers a `Fault` whose line is
the first one that cannot be trusted. Whoever rewrites the file whole, hashes and all, is found by the hash of
the last seal, kept elsewhere: give it as `expect`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from shouwen.ledger.canonical import GENESIS, digest, event_hash, leaf_hash, merkle_root, seal_hash, spell


@dataclass(frozen=True)
class Fault:
    """The first bad entry: its line (from 1), which entry it is, and what is wrong (a code)."""

    line: int
    entry: str
    wrong: str


@dataclass
class Report:
    """What was read, and the first fault if there is one. `seal` is the hash of the last seal."""

    events: int = 0
    chains: int = 0
    seals: int = 0
    seal: str = GENESIS
    fault: Fault | None = None


@dataclass
class _Reader:
    report: Report = field(default_factory=Report)
    rolling: str = GENESIS
    lines: int = 0
    chain: str = ""
    seq: int = 0
    prev: str = GENESIS
    done: set[str] = field(default_factory=set)
    heads: dict[tuple[str, int], str] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)
    sealed: dict[str, int] = field(default_factory=dict)
    ended: bool = False
    whole: bool = True

    def wrong(self, entry: str, code: str) -> bool:
        self.report.fault = Fault(self.lines + 1, entry, code)
        return False

    def read(self, line: str) -> bool:
        if self.ended:
            return self.wrong("after the tail", "entry-after-tail")
        try:
            entry = json.loads(line)
            canonical = isinstance(entry, dict) and spell(entry) == line
        except (ValueError, RecursionError):
            return self.wrong("?", "not-json")
        if not canonical:
            return self.wrong("?", "not-canonical")
        kind = entry.get("kind")
        if (self.lines == 0) != (kind == "head"):
            return self.wrong(str(kind), "head-misplaced")
        if entry.pop("line", None) != self.lines + 1:
            return self.wrong(str(kind), "line-missing")
        check = {"head": self.head, "event": self.event, "seal": self.seal, "tail": self.tail}.get(str(kind))
        if check is None:
            return self.wrong(str(kind), "unknown-kind")
        try:
            if not check(entry):
                return False
        except (KeyError, TypeError, ValueError):
            return self.wrong(str(kind), "columns-missing")
        self.lines += 1
        self.rolling = digest(self.rolling, line)
        return True

    def head(self, entry: dict[str, Any]) -> bool:
        self.whole = bool(entry["whole"])
        return entry["format"] == "shouwen-ledger-1" or self.wrong("head", "format-unknown")

    def event(self, entry: dict[str, Any]) -> bool:
        name = f"{entry['chain']} #{entry['seq']}"
        if self.report.seals:
            return self.wrong(name, "event-after-seal")
        if entry["chain"] != self.chain:
            if entry["chain"] in self.done:
                return self.wrong(name, "chain-broken-up")
            self.chain, self.seq, self.prev = entry["chain"], 0, GENESIS
            self.done.add(self.chain)
            self.report.chains += 1
        if entry["seq"] != self.seq + 1:
            return self.wrong(name, "sequence-broken")
        if entry["prev"] != self.prev:
            return self.wrong(name, "link-broken")
        columns = {key: value for key, value in entry.items() if key not in ("kind", "hash")}
        if event_hash(**columns) != entry["hash"]:
            return self.wrong(name, "hash-wrong")
        self.seq, self.prev = entry["seq"], entry["hash"]
        self.heads[self.chain, self.seq] = self.prev
        self.lengths[self.chain] = self.seq
        self.report.events += 1
        return True

    def seal(self, entry: dict[str, Any]) -> bool:
        name = f"seal {entry['number']}"
        if entry["number"] != self.report.seals + 1:
            return self.wrong(name, "sequence-broken")
        if entry["prev"] != self.report.seal:
            return self.wrong(name, "link-broken")
        for chain, length, head in entry["leaves"]:
            if self.heads.get((chain, length)) != head:
                return self.wrong(f"{name}: {chain} #{length}", "sealed-event-missing")
            self.sealed[chain] = length
        hashes = [leaf_hash(chain=chain, length=length, head=head) for chain, length, head in entry["leaves"]]
        if merkle_root(hashes) != entry["root"] or len(hashes) != entry["count"]:
            return self.wrong(name, "root-wrong")
        columns = {key: entry[key] for key in ("number", "at", "root", "count", "prev")}
        if seal_hash(**columns) != entry["hash"]:
            return self.wrong(name, "hash-wrong")
        self.report.seals, self.report.seal = entry["number"], entry["hash"]
        return True

    def tail(self, entry: dict[str, Any]) -> bool:
        if entry["hash"] != self.rolling:
            return self.wrong("tail", "tail-wrong")
        self.ended = True
        return True


def verify(lines: Iterable[bytes], *, expect: str = "") -> Report:
    """Read an export line by line, each with its line end. Nothing but the export is needed.

    `expect` is the hash of a seal that was kept outside: it must be among the seals.
    """
    reader = _Reader()
    seen = not expect
    for raw in lines:
        try:
            line = raw.decode()
        except UnicodeDecodeError:
            reader.wrong("?", "not-text")
            return reader.report
        if not line.endswith("\n"):
            reader.wrong("?", "line-cut")
            return reader.report
        if not reader.read(line[:-1]):
            return reader.report
        seen = seen or reader.report.seal == expect
    if not reader.ended:
        reader.wrong("tail", "tail-cut")
    elif not seen:
        reader.wrong("seal", "seal-not-found")
    return reader.report
