"""Spans and deadlines in words."""

from datetime import UTC, datetime, timedelta

import pytest

from shouwen.web.clocktext import chip, span

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("length", "zh", "en"),
    [
        (timedelta(seconds=59), "不到 1 分", "under 1 min"),
        (timedelta(minutes=1), "1 分", "1 min"),
        (timedelta(minutes=59, seconds=59), "59 分", "59 min"),
        (5 * HOUR + timedelta(minutes=20), "5 小时 20 分", "5 h 20 min"),
        (3 * HOUR, "3 小时", "3 h"),
        (47 * HOUR + timedelta(minutes=59), "47 小时 59 分", "47 h 59 min"),
        (48 * HOUR, "2 天", "2 d"),
        (76 * HOUR + timedelta(minutes=30), "3 天 4 小时", "3 d 4 h"),
        (-2 * HOUR - timedelta(minutes=13), "2 小时 13 分", "2 h 13 min"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(length: timedelta, zh: str, en: str) -> None:
    assert span(length, "zh") == zh
    assert span(length, "en") == en


def test_a_deadline_far_away_is_calm_and_says_what_is_left() -> None:
    told = chip(NOW + 20 * HOUR, now=NOW, language="zh", started_at=NOW - 4 * HOUR)
    assert (told.mood, told.words) == ("calm", "剩 20 小时")


def test_a_deadline_turns_amber_when_a_third_of_its_time_is_left() -> None:
    due, started = NOW + 8 * HOUR, NOW - 16 * HOUR
    assert chip(due, now=NOW - timedelta(seconds=1), language="zh", started_at=started).mood == "calm"
    assert chip(due, now=NOW, language="zh", started_at=started).mood == "soon"


def test_the_given_moment_of_warning_beats_the_third() -> None:
    told = chip(NOW + 8 * HOUR, now=NOW, language="en", started_at=NOW - 90 * HOUR, warn_at=NOW + HOUR)
    assert told.mood == "calm"
    assert told.warn_at == NOW + HOUR


def test_a_deadline_is_met_until_the_very_moment_and_breached_after_it() -> None:
    assert chip(NOW, now=NOW, language="zh").mood == "soon"
    told = chip(NOW, now=NOW + 2 * HOUR + timedelta(minutes=13), language="zh")
    assert (told.mood, told.words) == ("over", "超时 2 小时 13 分")


def test_a_paused_clock_stands_still() -> None:
    due, paused = NOW + 5 * HOUR, NOW - HOUR
    early = chip(due, now=NOW, language="zh", paused_at=paused)
    late = chip(due, now=NOW + 90 * HOUR, language="zh", paused_at=paused)
    assert early.mood == late.mood == "paused"
    assert early.words == late.words == "已暂停 剩 6 小时"


def test_a_clock_paused_after_its_breach_still_says_how_late_it_is() -> None:
    told = chip(NOW - 3 * HOUR, now=NOW, language="en", paused_at=NOW - HOUR)
    assert (told.mood, told.words) == ("paused", "paused, 2 h over")


def test_a_stopped_clock_is_judged_by_its_stop() -> None:
    assert chip(NOW, now=NOW + 9 * HOUR, language="zh", stopped_at=NOW).words == "按时完成"
    late = chip(NOW - 4 * HOUR, now=NOW + 9 * HOUR, language="zh", stopped_at=NOW)
    assert (late.mood, late.words) == ("late", "迟 4 小时")
