"""What the measurements share: the database filled by the bulk generator, its people, and more like what is in it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from django.db import connection

from shouwen.demo.crowd import YEARS, Crowd
from shouwen.people.models import Staff

SEED = 7


@dataclass
class World:
    """`now` is the moment at which the generator ended; `tickets` is how many it was to make, `rows` the import's."""

    folder: Path
    now: datetime
    tickets: int
    rows: int

    def person(self, code: str) -> Staff:
        """Somebody of the demo world by staff number, as if just signed in."""
        return Staff.objects.select_related("unit__parent__parent").get(code=code)

    def crowd(self, seed: int, tickets: int = 0) -> Crowd:
        """More openings like those that are stored, from as many customers as so many tickets have (those stored)."""
        begins = self.now - timedelta(days=366 * YEARS)
        return Crowd(Random(seed), begins=begins, now=self.now, customers=max(1, (tickets or self.tickets) // 4))


def begin(folder: Path, *, tickets: int, rows: int) -> World:
    """A world in which nobody has done anything yet."""
    return World(folder, datetime.now(UTC), tickets, rows)


def settle() -> None:
    """What PostgreSQL's own autovacuum does a minute later: fresh statistics, pending index entries merged."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
