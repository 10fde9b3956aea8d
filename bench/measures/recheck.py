"""How fast every deadline is recomputed from the events alone: `shouwen clocks recheck`."""

from collections.abc import Iterator

from bench.line import Line
from bench.spread import Watch
from bench.world import World
from shouwen.clocks.models import Clock
from shouwen.clocks.recheck import differences
from shouwen.ledger.models import Event


def measure(world: World) -> Iterator[Line]:
    """Tickets a second; floor: reading the same events and clocks; claim: nothing differs."""
    compared = wrong = 0
    with Watch() as watch:
        for found in differences():
            if isinstance(found, int):
                compared += found
            else:
                wrong += 1
    with Watch() as floor:
        for rows in (Event.objects.values_list(), Clock.objects.values_list()):
            for _ in rows.iterator():
                pass
    yield Line(
        what=f"Clocks recheck, {compared:,} tickets, {wrong} differences",
        measured=watch.rates(compared, "tickets"),
        floor=f"{compared / floor.seconds:,.0f}/s",
        ratio=floor.seconds / watch.seconds,
        value=floor.seconds / watch.seconds,
        unit="share",
        claim="no difference",
        sound=wrong == 0,
    )
