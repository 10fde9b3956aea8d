"""China's official working days, as far as they were announced; later years from the law alone, marked so."""

from __future__ import annotations

from datetime import date
from functools import cache

import holidays as public_holidays
from chinese_calendar.constants import holidays as rest_days
from chinese_calendar.constants import workdays as make_up_days

from shouwen.handbook.worktime import Calendar

YEARS_AHEAD = 2


@cache
def default_calendar() -> Calendar:
    """Every announced year of chinesecalendar, and the two after it from `holidays`, not announced."""
    announced = frozenset(day.year for day in rest_days)
    days = {day: works for year in sorted(announced) for day, works in announced_days(year).items()}
    last = max(announced)
    for year in range(last + 1, last + 1 + YEARS_AHEAD):
        days |= expected_days(year)
    return Calendar(days=days, announced=announced, version=0)


def announced_days(year: int) -> dict[date, bool]:
    """What differs from Monday to Friday in an announced year; empty where it wasn't announced."""
    resting = {day: False for day in rest_days if day.year == year and day.weekday() < 5}
    working = {day: True for day in make_up_days if day.year == year and day.weekday() >= 5}
    return dict(sorted((resting | working).items()))


def expected_days(year: int) -> dict[date, bool]:
    """The statutory holidays of a year whose make-up days aren't known yet."""
    days = public_holidays.country_holidays("CN", years=year, categories=("public",))
    return {day: False for day in sorted(days) if day.year == year and day.weekday() < 5}
