"""Working time 工作时间: what a working day (WD) is, and minutes counted over working periods.

Seconds are dropped: the clock starts with the minute in which a thing happened, and counts whole minutes.
A limit used up exactly at the end of a period is due there (12:00), not when the next one begins (14:00).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

from shouwen.handbook.sentences import SHANGHAI

PERIOD = re.compile(r"^(\d\d):(\d\d)-(\d\d):(\d\d)$")
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
# The longest rest known in China is about ten days; half a year without a working day is a broken calendar.
PATIENCE_DAYS = 184


class NoWorkingDay(ValueError):
    """The calendar has no working day for half a year on end, so working time can't be counted."""


@dataclass(frozen=True)
class Calendar:
    """Working days of a year's official calendar. `days` holds only what differs from Monday to Friday.

    A year not in `announced` has no make-up days yet: what is counted in it is provisional 暂定.
    """

    days: Mapping[date, bool] = field(default_factory=dict)
    announced: Set[int] = frozenset()
    version: int = 0

    def works(self, day: date) -> bool:
        return self.days.get(day, day.weekday() < 5)

    def provisional(self, day: date) -> bool:
        return day.year not in self.announced


@dataclass(frozen=True)
class Hours:
    """The working periods of a day, in order, in minutes after midnight."""

    periods: tuple[tuple[int, int], ...]

    @classmethod
    def parse(cls, text: str) -> Hours:
        """From "08:30-12:00,14:00-17:30". Raises ValueError with the sentence that says what to mend."""
        return _hours(text)

    @property
    def minutes_per_day(self) -> int:
        return sum(end - start for start, end in self.periods)

    def half_days(self, count: int) -> int:
        """Minutes of so many half working days: 210 for one, of seven hours (WD)."""
        return self.minutes_per_day * count // 2

    def __str__(self) -> str:
        return ",".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in self.periods)


@lru_cache(maxsize=512)
def _hours(text: str) -> Hours:
    periods = tuple(_period(part.strip()) for part in text.split(","))
    for (_, end), (start, _) in pairwise(periods):
        if start < end:
            raise ValueError(f"{text!r}: periods must follow one another without overlap")
    return Hours(periods)


@dataclass(frozen=True)
class Due:
    """When counted working time ends (UTC); provisional when it passed through a year not announced."""

    at: datetime
    provisional: bool


def add_work_minutes(start: datetime, minutes: int, *, calendar: Calendar, hours: Hours) -> Due:
    """The moment when so many working minutes after the start have passed.

    With 0 minutes it is the start itself. Raises NoWorkingDay; ValueError for a naive start, negative minutes.
    """
    if minutes < 0:
        raise ValueError(f"{minutes} working minutes can't be added: give 0 or more")
    begun = floor_minute(start)
    first = begun.astimezone(SHANGHAI).date()
    if minutes == 0:
        return Due(begun, calendar.provisional(first))
    left = minutes
    provisional = calendar.provisional(first)
    for day, opens, closes in _periods_from(first, calendar, hours):
        # A year that isn't announced makes the whole count provisional as soon as the count enters it.
        provisional = provisional or calendar.provisional(day)
        here = max(opens, begun)
        if here >= closes:
            continue
        available = (closes - here) // MINUTE
        if available >= left:
            return Due(here + left * MINUTE, provisional)
        left -= available
    raise AssertionError("periods never end: NoWorkingDay is raised before")


def work_minutes_between(a: datetime, b: datetime, *, calendar: Calendar, hours: Hours) -> int:
    """Whole working minutes from a to b; 0 when b isn't after a."""
    begun, ended = floor_minute(a), floor_minute(b)
    day, last = begun.astimezone(SHANGHAI).date(), ended.astimezone(SHANGHAI).date()
    total = 0
    while day <= last:
        if calendar.works(day):
            for opens, closes in _periods_of(day, hours):
                total += max(timedelta(0), min(closes, ended) - max(opens, begun)) // MINUTE
        day += DAY
    return total


def floor_minute(moment: datetime) -> datetime:
    """The minute of an aware time, in UTC. Raises ValueError for a time without zone."""
    if moment.tzinfo is None:
        raise ValueError("a time without its zone can't be counted: pass an aware datetime")
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def _periods_from(first: date, calendar: Calendar, hours: Hours) -> Iterator[tuple[date, datetime, datetime]]:
    day, rested = first, 0
    while rested <= PATIENCE_DAYS:
        if calendar.works(day):
            rested = 0
            yield from ((day, opens, closes) for opens, closes in _periods_of(day, hours))
        else:
            rested += 1
        day += DAY
    raise NoWorkingDay(f"no working day for {PATIENCE_DAYS} days before {day}: mend the calendar")


@lru_cache(maxsize=4096)
def _periods_of(day: date, hours: Hours) -> tuple[tuple[datetime, datetime], ...]:
    midnight = datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
    return tuple((midnight + start * MINUTE, midnight + end * MINUTE) for start, end in hours.periods)


def _period(text: str) -> tuple[int, int]:
    found = PERIOD.match(text)
    if not found:
        raise ValueError(f'{text!r}: write working hours like "08:30-12:00,14:00-17:30"')
    h1, m1, h2, m2 = (int(part) for part in found.groups())
    start, end = h1 * 60 + m1, h2 * 60 + m2
    if m1 > 59 or m2 > 59 or end > 24 * 60:
        raise ValueError(f"{text!r}: that time doesn't exist")
    if start >= end:
        raise ValueError(f"{text!r}: a period must end after it begins")
    return start, end
