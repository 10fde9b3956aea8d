"""The first filling of the working-day table: from one public source, checked against another.

`chinesecalendar` carries what the State Council announced, make-up days included; `holidays` is kept by other
people from the same announcements. Where the two disagree the first is taken and the days are told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

import holidays

from shouwen.calendars.models import Year
from shouwen.calendars.verbs import announce, change_days
from shouwen.handbook.decision import Refused
from shouwen.handbook.default_calendar import announced_days, expected_days
from shouwen.handbook.sentences import SHANGHAI
from shouwen.ledger.scoped import Actor

FIRST_YEAR = 2018
SOURCE = "chinesecalendar"
LAW = "holidays"


@dataclass(frozen=True)
class SeededYear:
    """A year put into the table, whether its make-up days are known, and where the sources disagree."""

    year: int
    announced: bool
    disagreements: tuple[date, ...]


def seed(actor: Actor, at: datetime) -> list[SeededYear]:
    """Fill in the years from 2018 to the one after `at` that the table lacks; answers those (WD).

    A year that is there already is never touched, whoever made it: running it again does nothing. A year
    without an announcement gets the holidays that the law names and stays provisional.
    """
    there = set(Year.objects.values_list("year", flat=True))
    last = at.astimezone(SHANGHAI).year + 1
    return [_fill(year, actor, at) for year in range(FIRST_YEAR, last + 1) if year not in there]


def packaged(year: int) -> dict[date, bool]:
    """The days of a year unlike their weekday, by the packaged announcement; empty where it has none."""
    return announced_days(year)


def lost_holidays(year: int, days: Mapping[date, bool]) -> tuple[date, ...]:
    """The days that the law frees and that `days`, the exceptions of a whole year, would make working days."""
    return tuple(day for day in expected_days(year) if days.get(day, day.weekday() < 5))


@cache
def disagreements(year: int) -> tuple[date, ...]:
    """The days of an announced year that `holidays` counts otherwise; none for a year not announced."""
    days = packaged(year)
    if not days:
        return ()
    other = holidays.country_holidays("CN", years=year)
    first = date(year, 1, 1)
    every = (first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days))
    return tuple(day for day in every if days.get(day, day.weekday() < 5) != other.is_working_day(day))


def _fill(year: int, actor: Actor, at: datetime) -> SeededYear:
    known = packaged(year)
    if known:
        done = announce(actor=actor, at=at, year=year, days=known, note=SOURCE)
    else:
        done = change_days(actor=actor, at=at, year=year, days=expected_days(year), note=LAW)
    if isinstance(done, Refused):
        raise RuntimeError(f"the calendar of {year} was refused: {done.code}")
    return SeededYear(year, bool(known), disagreements(year))
