"""How fast the bulk generator fills a database: `shouwen demo --tickets N`."""

from collections.abc import Iterator

from bench import raw_rows
from bench.line import Line
from bench.spread import Watch
from bench.world import SEED, World
from shouwen.demo.crowd import fill

# The floor is asked of a part: its rows are held in memory.
PART = 10_000


def measure(world: World) -> Iterator[Line]:
    """Tickets a second, each judged, chained, timed and indexed; floor: the same rows by `executemany`."""
    empty = raw_rows.marks(raw_rows.TICKETS)
    with Watch() as watch:
        fill(seed=SEED, now=world.now, tickets=world.tickets, progress=lambda more: None)
    floor = floor_rate(empty, world.tickets)
    yield Line(
        what=f"Bulk generator, {world.tickets:,} tickets",
        measured=watch.rates(world.tickets, "tickets"),
        floor=f"{floor:,.0f}/s",
        ratio=world.tickets / watch.seconds / floor,
    )


def floor_rate(then: dict[str, int], tickets: int) -> float:
    """Tickets a second of the raw rows written since `then`, from a part of them."""
    share = min(1.0, PART / tickets)
    with raw_rows.copies(raw_rows.TICKETS):
        return tickets * share / raw_rows.seconds_to_write(raw_rows.since(then, raw_rows.TICKETS, share=share))
