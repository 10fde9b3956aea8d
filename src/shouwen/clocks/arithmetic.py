"""How a deadline came about, step by step, as data: the pages put it into words. Pure: the moment is always given."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from shouwen.handbook.clocks import ClockState
from shouwen.handbook.sentences import SHANGHAI
from shouwen.handbook.worktime import Calendar, Hours, floor_minute

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """A stretch of time and its whole minutes; `end` is None while it lasts."""

    start: datetime
    end: datetime | None
    minutes: int


@dataclass(frozen=True)
class Arithmetic:
    """The sum behind a deadline: what counted, what did not, how much is used up and left (minutes, may be negative).

    `counted` are, for a work-clock, the working periods that use the limit up, one by one; for an hour-clock the
    stretches between its pauses.
    """

    counted: tuple[Stretch, ...]
    paused: tuple[Stretch, ...]
    elapsed: int
    left: int

    @property
    def paused_minutes(self) -> int:
        """How long the clock stood still altogether."""
        return sum(stretch.minutes for stretch in self.paused)


def arithmetic(clock: ClockState, *, at: datetime, calendar: Calendar) -> Arithmetic:
    """The sum of one run of a clock, as it stands at `at` (C5.2, C3.2, L1)."""
    counted = _working_periods(clock, calendar) if clock.unit == "work" else _between_pauses(clock)
    elapsed = clock.elapsed_minutes(clock.stopped_at or at, calendar)
    return Arithmetic(tuple(counted), tuple(_pauses(clock, at)), elapsed, clock.minutes - elapsed)


def _between_pauses(clock: ClockState) -> Iterator[Stretch]:
    for start, end in clock.segments:
        until = end or max(clock.due_at, start)
        if end is None or end > start:
            yield Stretch(start, end, (until - start) // MINUTE)


def _pauses(clock: ClockState, at: datetime) -> Iterator[Stretch]:
    ends = [end for _, end in clock.segments]
    starts: list[datetime | None] = [start for start, _ in clock.segments[1:]]
    for end, start in zip(ends, [*starts, clock.stopped_at], strict=True):
        if end is None or end == start:
            continue
        yield Stretch(end, start, max(timedelta(0), (start or at) - end) // MINUTE)


def _working_periods(clock: ClockState, calendar: Calendar) -> Iterator[Stretch]:
    hours = Hours.parse(clock.hours)
    for start, end in clock.segments:
        until = min(end or clock.due_at, clock.due_at)
        for opens, closes in _periods(floor_minute(start), until, calendar, hours):
            yield Stretch(opens, closes, (closes - opens) // MINUTE)


def _periods(start: datetime, until: datetime, calendar: Calendar, hours: Hours) -> Iterator[tuple[datetime, datetime]]:
    """The working periods between two moments, cut off at both."""
    day, last = start.astimezone(SHANGHAI).date(), until.astimezone(SHANGHAI).date()
    while day <= last:
        midnight = datetime.combine(day, time(), SHANGHAI)
        for opens, closes in hours.periods if calendar.works(day) else ():
            first = max(midnight + opens * MINUTE, start)
            final = min(midnight + closes * MINUTE, until)
            if first < final:
                yield first, final
        day += DAY
