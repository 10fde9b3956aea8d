"""The calendar as the handbook's arithmetic wants it, of today or of any earlier version."""

from datetime import date
from functools import lru_cache

from shouwen.calendars.models import DayChange, Year
from shouwen.handbook.worktime import Calendar
from shouwen.ledger.asking import one

NEWEST = "SELECT number FROM calendars_version ORDER BY id LIMIT 1"


def version() -> int:
    """The number of the newest version; 0 where no calendar was loaded yet."""
    return one(NEWEST) or 0


@lru_cache(maxsize=64)
def as_of(number: int) -> Calendar:
    """The calendar as it stood at a version. Versions never change, so they are kept in the process."""
    days: dict[date, bool] = {}
    changes = DayChange.objects.filter(version__lte=number).order_by("version")
    for day, works in changes.values_list("day", "works"):
        days[day] = works
    announced = Year.objects.filter(announced_in__lte=number).values_list("year", flat=True)
    return Calendar(days=days, announced=frozenset(announced), version=number)


def current() -> Calendar:
    """The calendar of today."""
    return as_of(version())


def year_table(year: int) -> dict[date, DayChange]:
    """The exceptions of one year as they stand: the newest change of each day."""
    rows = DayChange.objects.filter(day__year=year).order_by("version")
    return {row.day: row for row in rows}
