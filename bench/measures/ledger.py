"""How fast the ledger is written out, and verified from the file alone."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from bench.line import Line
from bench.spread import Watch
from bench.world import World
from shouwen.ledger import export, seals, verifier
from shouwen.ledger.models import Event


def measure(world: World) -> Iterator[Line]:
    """Entries a second; floors: the events read by the driver, and SHA-256 over the file's bytes."""
    seals.seal_all(world.now)
    events, file = Event.objects.count(), world.place.folder / "ledger.jsonl"
    with Watch() as exporting, file.open("wb") as out:
        out.writelines(line.encode() + b"\n" for line in export.lines())
    with Watch() as reading:
        for _ in Event.objects.values_list().iterator():
            pass
    yield _line(f"Ledger export, {events:,} events", events, exporting, reading)
    with Watch() as verifying, file.open("rb") as written:
        report = verifier.verify(written)
    with Watch() as hashing, file.open("rb") as written:
        hashlib.file_digest(written, "sha256")
    line = _line("Ledger verify, from the file alone", events, verifying, hashing)
    yield replace(line, claim="sound", sound=report.fault is None and report.events == events)
    file.unlink()


def _line(what: str, events: int, watch: Watch, floor: Watch) -> Line:
    return Line(
        what=what,
        measured=watch.rates(events, "events"),
        floor=f"{events / floor.seconds:,.0f}/s",
        ratio=floor.seconds / watch.seconds,
    )
