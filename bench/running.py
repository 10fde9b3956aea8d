"""The measurements in their order: the generator fills the database first, the import makes it grow last."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from bench import world
from bench.line import Line
from bench.measures import generator, importing, intake, ledger, lookup, pages, recheck, search, sweep
from bench.world import World

Measure = Callable[[World], Iterator[Line]]
MEASURES: dict[str, Measure] = {
    "lookup": lookup.measure,
    "pages": pages.measure,
    "search": search.measure,
    "intake": intake.measure,
    "sweep": sweep.measure,
    "recheck": recheck.measure,
    "ledger": ledger.measure,
    "import": importing.measure,
}


def everything(folder: Path, *, tickets: int, rows: int, only: Sequence[str]) -> Iterator[Line]:
    """Each line as soon as it is known. The generator always runs, for the others need what it makes."""
    if strange := set(only) - MEASURES.keys() - {"generator"}:
        raise click.UsageError(f"No measurement is called {sorted(strange)[0]}; known: {', '.join(MEASURES)}.")
    here = world.begin(folder, tickets=tickets, rows=rows)
    yield from generator.measure(here)
    world.settle()
    for name, measure in MEASURES.items():
        if not only or name in only:
            yield from measure(here)
