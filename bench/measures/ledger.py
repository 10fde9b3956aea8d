"""How fast the ledger is sealed, written out, and verified from the file alone."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.line import Line
from bench.spread import Watch
from bench.statements import Statements
from bench.world import World
from shouwen.ledger import export, seals, verifier
from shouwen.ledger.models import Chain, Event


def measure(world: World) -> Iterator[Line]:
    """Entries a second; floors: the export's own SELECTs, and SHA-256 over the file's bytes."""
    chains, events, file = Chain.objects.count(), Event.objects.count(), world.folder / "ledger.jsonl"
    with Watch() as sealing:
        seals.seal_all(world.now)
    yield Line(what=f"Seal, {chains:,} chains", measured=sealing.rates(chains, "chains"))
    with Statements() as own, Watch() as exporting:
        _write(file)
    with Watch() as reading:
        own.again()
    yield _line(f"Ledger export, {events:,} events", events, exporting, reading)
    with Watch() as verifying, file.open("rb") as written:
        report = verifier.verify(written)
    with Watch() as hashing, file.open("rb") as written:
        hashlib.file_digest(written, "sha256")
    sound = report.fault is None and report.events == events
    line = _line("Ledger verify, from the file alone", events, verifying, hashing)
    yield replace(line, claim="sound", held=sound)
    file.unlink()


def _write(file: Path) -> None:
    with file.open("wb") as out:
        out.writelines(line.encode() + b"\n" for line in export.lines())


def _line(what: str, events: int, watch: Watch, floor: Watch) -> Line:
    return Line(
        what=what,
        measured=watch.rates(events, "events"),
        floor=f"{events / floor.seconds:,.0f}/s",
        ratio=floor.seconds / watch.seconds,
    )
