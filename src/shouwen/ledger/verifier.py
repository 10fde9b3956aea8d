"""The verifier: reads an export and nothing else, and names the first entry that is not as it was written.

Guarantees: after any byte, line or order was changed, or a tail cut off, `verify` answers a `Fault` whose line is
the first one that cannot be trusted. An entry that was changed and given a new hash is convicted by the entry after
it, or by the seal over its chain. Whoever rewrites the file whole, hashes and all, or cuts off whole seals, is found
by the hash of the last seal, kept elsewhere: give it as `expect`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from shouwen.ledger.canonical import GENESIS, digest, event_hash, leaf_hash, merkle_root, seal_hash, spell
from shouwen.ledger.testimony import ChainRead, Dispute, Fault

COLUMNS = {
    "head": {"kind", "format", "whole"},
    "seal": {"kind", "number", "at", "root", "count", "prev", "hash", "leaves"},
    "tail": {"kind", "hash"},
}


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
    chains: dict[str, ChainRead] = field(default_factory=dict)
    dispute: Dispute | None = None
    ended: bool = False

    def fault(self, entry: str, code: str) -> Fault:
        return Fault(self.lines + 1, entry, code)

    def wrong(self, entry: str, code: str) -> bool:
        return self.convict(self.fault(entry, code))

    def convict(self, fault: Fault) -> bool:
        self.report.fault = fault
        # The head is line 1 and events come before seals, so what stands before a fault can be told from its line.
        self.report.events = max(0, min(self.report.events, fault.line - 2))
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
        if kind in COLUMNS and entry.keys() != COLUMNS[kind]:
            return self.wrong(str(kind), "columns-missing")
        try:
            if not check(entry):
                return False
        except (KeyError, TypeError, ValueError):
            return self.wrong(str(kind), "columns-missing")
        self.lines += 1
        self.rolling = digest(self.rolling, line)
        return True

    def head(self, entry: dict[str, Any]) -> bool:
        return entry["format"] == "shouwen-ledger-1" or self.wrong("head", "format-unknown")

    def event(self, entry: dict[str, Any]) -> bool:
        chain, seq = entry["chain"], entry["seq"]
        name = f"{chain} #{seq}"
        if self.report.seals:
            return self.wrong(name, "event-after-seal")
        if chain != self.chain:
            if chain in self.chains:
                return self.wrong(name, "chain-broken-up")
            self.chain, self.chains[chain] = chain, ChainRead(self.lines + 1)
            self.report.chains += 1
        held = self.chains[chain]
        if seq != held.length + 1:
            return self.wrong(name, "sequence-broken")
        columns = {key: value for key, value in entry.items() if key not in ("kind", "hash")}
        if event_hash(**columns) != entry["hash"]:
            return self.wrong(name, "hash-wrong")
        if entry["prev"] != held.hash(held.length):
            if seq == 1:
                return self.wrong(name, "link-broken")
            before = Fault(self.lines, f"{chain} #{seq - 1}", "successor-disagrees")
            self.dispute = Dispute(before, self.fault(name, "link-broken"), "event", entry["hash"])
        held.hashes += bytes.fromhex(entry["hash"])
        self.report.events += 1
        return True

    def seal(self, entry: dict[str, Any]) -> bool:
        name = f"seal {entry['number']}"
        if entry["number"] != self.report.seals + 1:
            return self.wrong(name, "sequence-broken")
        hashes = [leaf_hash(chain=chain, length=length, head=head) for chain, length, head in entry["leaves"]]
        if merkle_root(hashes) != entry["root"] or len(hashes) != entry["count"]:
            return self.wrong(name, "root-wrong")
        columns = {key: entry[key] for key in ("number", "at", "root", "count", "prev")}
        if seal_hash(**columns) != entry["hash"]:
            return self.wrong(name, "hash-wrong")
        if entry["prev"] != self.report.seal:
            if entry["number"] == 1:
                return self.wrong(name, "link-broken")
            before = Fault(self.lines, f"seal {entry['number'] - 1}", "successor-disagrees")
            self.dispute = Dispute(before, self.fault(name, "link-broken"), "seal", entry["hash"])
        elif unlike := [fault for leaf in entry["leaves"] if (fault := self.unlike(name, *leaf))]:
            first = min(unlike, key=lambda fault: fault.line)
            self.dispute = Dispute(first, self.fault(name, "seals-what-is-not"), "seal", entry["hash"])
        self.report.seals, self.report.seal = entry["number"], entry["hash"]
        return True

    def unlike(self, seal: str, chain: str, length: int, head: str) -> Fault | None:
        """The event that is not, or not there, as the leaf of a seal saw it."""
        held = self.chains.get(chain)
        if held is None:
            return self.fault(f"{seal}: {chain} #{length}", "sealed-event-missing")
        if held.length < length:
            return Fault(held.line + held.length, f"{chain} #{held.length + 1}", "sealed-event-missing")
        if held.hash(length) != head:
            return Fault(held.line + length - 1, f"{chain} #{length}", "sealed-otherwise")
        return None

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
        if reader.dispute:
            reader.convict(reader.dispute.settled(raw))
            return reader.report
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
    if reader.dispute:
        reader.convict(reader.dispute.earlier)
    elif not reader.ended:
        reader.wrong("tail", "tail-cut")
    elif not seen:
        reader.wrong("seal", "seal-not-found")
    return reader.report
