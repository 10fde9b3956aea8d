"""The writers of the working-day table."""

from collections.abc import Mapping
from datetime import date

from shouwen.calendars.models import DayChange, Version, Year
from shouwen.handbook.rights import Right
from shouwen.ledger.door import Act, verb
from shouwen.ledger.models import Chain
from shouwen.ledger.writing import begin, lock


def _year(act: Act, year: int) -> Year:
    """The year's row with its chain locked; made where it is missing."""
    chain = Chain.objects.filter(name=f"calendar/{year}").first()
    act.chain = lock(chain.pk) if chain else begin(f"calendar/{year}")
    found, _ = Year.objects.get_or_create(year=year, defaults={"chain": act.chain})
    act.subject = found
    return found


def _next_version() -> int:
    """The number of the version being made. Its row is the lock of the whole table, so it is taken first."""
    row = Version.objects.select_for_update().first() or Version.objects.create(number=0)
    row.number += 1
    row.save()
    return row.number


@verb("calendar.changed", needs=Right.MANAGE_CALENDAR)
def change_days(act: Act, *, year: int, days: Mapping[date, bool], note: str = "") -> None:
    """Say of some days of a year that they work or rest. Deadlines are recomputed by the clocks afterwards."""
    act.require(days, "no-days-given")
    act.require(all(day.year == year for day in days), "day-of-other-year", year=year)
    number = _next_version()
    _year(act, year)
    _write(number, days, note)
    act.record(year=year, version=number, days={day.isoformat(): works for day, works in sorted(days.items())})


@verb("calendar.announced", needs=Right.MANAGE_CALENDAR)
def announce(act: Act, *, year: int, days: Mapping[date, bool], note: str = "") -> None:
    """Load a year's official arrangement: its deadlines are provisional no longer (WD).

    `days` is the whole year, make-up days included: an exception that it doesn't name goes back to its weekday.
    """
    act.require(days, "no-days-given")
    act.require(all(day.year == year for day in days), "day-of-other-year", year=year)
    number = _next_version()
    row = _year(act, year)
    before = set(DayChange.objects.filter(day__year=year).values_list("day", flat=True))
    back = {day: day.weekday() < 5 for day in before - days.keys()}
    _write(number, {**back, **days}, note)
    # A corrected announcement does not make the year unknown again as of the versions before it.
    row.announced_in = row.announced_in or number
    act.record(year=year, version=number, days={day.isoformat(): works for day, works in sorted(days.items())})


def _write(number: int, days: Mapping[date, bool], note: str) -> None:
    DayChange.objects.bulk_create(
        DayChange(version=number, day=day, works=works, note=note) for day, works in sorted(days.items())
    )
