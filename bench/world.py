"""What the measurements share: the database filled by the bulk generator, its people, and more like what is in it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.db import connection

from bench.place import Place
from shouwen.demo.crowd import YEARS, Crowd
from shouwen.people.models import Staff

SEED = 7


@dataclass
class World:
    """`now` is the moment at which the generator ended; `tickets` is how many it made.

    `rows` are the import's, `clocks` the sweep's; a page is asked for `turns` times, an intake is measured for
    `seconds`, `repeats` times, at so many `desks` with so many `clients` at once. `peaks` is the most memory, in MB,
    of every process that was started for a measurement.
    """

    place: Place
    now: datetime
    tickets: int
    rows: int
    clocks: int
    turns: int
    desks: int
    clients: tuple[int, ...]
    seconds: float
    repeats: int
    peaks: dict[str, float] = field(default_factory=dict)

    def person(self, code: str) -> Staff:
        """Somebody of the demo world by staff number, as if just signed in."""
        return Staff.objects.select_related("unit__parent__parent").get(code=code)

    def crowd(self, seed: int, tickets: int = 0) -> Crowd:
        """More openings like those that are stored, from as many customers as so many tickets have (those stored)."""
        begins = self.now - timedelta(days=366 * YEARS)
        return Crowd(Random(seed), begins=begins, now=self.now, customers=max(1, (tickets or self.tickets) // 4))


def settle() -> None:
    """What goes by itself a minute later: fresh statistics, pending index entries merged, pages checked for sight."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
