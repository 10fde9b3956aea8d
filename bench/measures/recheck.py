"""How fast every deadline is recomputed from the events alone: `shouwen clocks recheck`."""

from collections.abc import Iterator

from bench.line import Line
from bench.spread import Watch
from bench.statements import Statements
from bench.world import World
from shouwen.clocks.recheck import differences


def measure(world: World) -> Iterator[Line]:
    """Tickets a second; floor: reading the same events and clocks; claim: nothing differs."""
    with Statements() as own, Watch() as watch:
        told = list(differences())
    compared = sum(found for found in told if isinstance(found, int))
    wrong = sum(not isinstance(found, int) for found in told)
    with Watch() as floor:
        own.again()
    yield Line(
        what=f"Clocks recheck, {compared:,} tickets, {wrong} differences",
        measured=watch.rates(compared, "tickets"),
        floor=f"{compared / floor.seconds:,.0f}/s",
        ratio=floor.seconds / watch.seconds,
        claim="no difference",
        held=wrong == 0,
    )
