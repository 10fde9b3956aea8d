"""A year as twelve months of weeks, for the eye. Pure but for the rows that it is given."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Day:
    """A day as a cell: whether it works, whether that is unlike its weekday, and whether a preview changes it."""

    date: date
    works: bool
    unlike: bool
    changes: bool = False


@dataclass(frozen=True)
class Month:
    """A month: its weeks from Monday to Sunday (None outside the month), and how many days work."""

    number: int
    weeks: tuple[tuple[Day | None, ...], ...]
    working: int


def months(year: int, exceptions: Mapping[date, bool], before: Mapping[date, bool] | None = None) -> list[Month]:
    """The twelve months; with `before`, each day says whether it works otherwise than it did."""
    return [_month(year, number, exceptions, before) for number in range(1, 13)]


def _month(year: int, number: int, now: Mapping[date, bool], before: Mapping[date, bool] | None) -> Month:
    weeks = tuple(
        tuple(_day(date(year, number, each), now, before) if each else None for each in week)
        for week in calendar.monthcalendar(year, number)
    )
    return Month(number, weeks, sum(day.works for week in weeks for day in week if day))


def _day(day: date, now: Mapping[date, bool], before: Mapping[date, bool] | None) -> Day:
    usual = day.weekday() < 5
    works = now.get(day, usual)
    return Day(day, works, works != usual, before is not None and before.get(day, usual) != works)
