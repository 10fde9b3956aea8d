"""Counting time the slow and plain way: whole stretches of a calendar laid side by side, and what a hold cut out."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.model.numbers import MINUTE, PERIODS

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
FAR = timedelta(days=4_000)
Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class Days:
    """Which days work, as one version of the calendar says, and the years whose make-up days are known."""

    days: Mapping[date, bool]
    announced: Set[int]

    def works(self, day: date) -> bool:
        """Monday to Friday, unless this day was named."""
        return self.days.get(day, day.weekday() < 5)

    def unsure(self, start: datetime, end: datetime) -> bool:
        """Whether the time between lies, in part, in a year whose make-up days are not known."""
        first, last = start.astimezone(SHANGHAI).year, end.astimezone(SHANGHAI).year
        return any(year not in self.announced for year in range(first, last + 1))

    def working(self, start: datetime) -> Iterator[Stretch]:
        """The working stretches from the start on, for ever."""
        day = start.astimezone(SHANGHAI).date()
        while True:
            if self.works(day):
                midnight = datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
                for opens, closes in PERIODS:
                    begin, end = max(start, midnight + opens * MINUTE), midnight + closes * MINUTE
                    if begin < end:
                        yield begin, end
            day += DAY


def round_the_clock(start: datetime) -> Iterator[Stretch]:
    """Every hour counts."""
    yield start, start + FAR


def without(stretches: Iterator[Stretch], holes: list[Stretch]) -> Iterator[Stretch]:
    """The stretches with the holes, in their order, cut out."""
    for begin, end in stretches:
        for first, last in holes:
            if last <= begin or first >= end:
                continue
            if begin < first:
                yield begin, first
            begin = min(last, end)
        if begin < end:
            yield begin, end


def moment_after(
    minutes: int, stretches: Iterator[Stretch], start: datetime, *, before: datetime | None = None
) -> datetime | None:
    """The first moment at which so many minutes were counted; None when that is not before `before`."""
    left, at = minutes * MINUTE, start
    for begin, end in stretches:
        if before is not None and begin >= before:
            return None
        if end - begin >= left:
            at = begin + left if left else start
            return at if before is None or at <= before else None
        left -= end - begin
    return None


def minutes_until(end: datetime, stretches: Iterator[Stretch]) -> int:
    """How many minutes were counted until then."""
    total = timedelta(0)
    for first, last in stretches:
        if first >= end:
            break
        total += min(last, end) - first
    return total // MINUTE
