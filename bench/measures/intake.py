"""How many complaints a second one clerk's process takes in through the verb, each in its own transaction."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bench import raw_rows
from bench.line import Line
from bench.spread import Patience, Spread
from bench.world import SEED, World
from shouwen.handbook.decision import Refused
from shouwen.tickets.verbs import open_ticket

CLERK = "1001"
TURNS = 300
# Far enough apart that chance makes no surge of them.
APART = timedelta(minutes=5)
# What the chance of the draw brings along: this customer has the same matter open already.
FORESEEN = "open-complaint"


def measure(world: World) -> Iterator[Line]:
    """Tickets a second; floor: the same raw rows over the same driver, in one commit for each ticket."""
    clerk = world.person(CLERK)
    drawn = [one.opening for one in world.crowd(SEED + 2).some(clerk, TURNS)]
    verb, written, at = Spread(), [], world.now
    for turn in Patience(turns=TURNS, seconds=30):
        at += APART
        opening = replace(drawn[turn], contacted_at=at)
        before = raw_rows.marks(raw_rows.TICKETS)
        answer = verb.time(partial(open_ticket, actor=clerk, at=at, opening=opening, owner=clerk))
        if isinstance(answer, Refused):
            if answer.code != FORESEEN:
                raise RuntimeError(f"an intake was refused: {answer}")
            verb.forget()
            continue
        written.append(raw_rows.since(before, raw_rows.TICKETS))
    floor = Spread()
    with raw_rows.copies(raw_rows.TICKETS):
        floor.seconds = [raw_rows.seconds_to_write(rows) for rows in written]
    yield Line(
        what="Single intake through the verb, 1 client",
        measured=f"{verb.rate:,.0f} tickets/s ({verb})",
        floor=f"{floor.rate:,.0f}/s ({floor.median:.1f} ms)",
        ratio=verb.rate / floor.rate,
    )
