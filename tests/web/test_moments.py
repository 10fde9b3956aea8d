"""Moments as people read them."""

from datetime import UTC, datetime

from shouwen.web.moments import full, short

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


def test_today_shows_the_time_only() -> None:
    assert short(datetime(2026, 11, 21, 6, 5, tzinfo=UTC), now=NOON) == "14:05"


def test_today_is_the_day_in_shanghai_not_in_greenwich() -> None:
    assert short(datetime(2026, 11, 20, 16, 5, tzinfo=UTC), now=NOON) == "00:05"
    assert short(datetime(2026, 11, 20, 15, 59, tzinfo=UTC), now=NOON) == "11-20 23:59"


def test_another_day_of_this_year_shows_month_and_day() -> None:
    assert short(datetime(2026, 2, 3, 1, 30, tzinfo=UTC), now=NOON) == "02-03 09:30"


def test_another_year_is_told_and_the_year_turns_in_shanghai() -> None:
    assert short(datetime(2025, 11, 21, 6, 5, tzinfo=UTC), now=NOON) == "2025-11-21 14:05"
    new_year = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    assert short(datetime(2026, 12, 31, 15, 0, tzinfo=UTC), now=new_year) == "2026-12-31 23:00"


def test_the_full_form_names_its_zone() -> None:
    assert full(NOON) == "2026-11-21 12:00:00 UTC+8 Asia/Shanghai"
