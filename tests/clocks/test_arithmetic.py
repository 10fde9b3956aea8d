"""The sum behind a deadline, as the ticket page tells it."""

from datetime import UTC, date, datetime, timedelta

from shouwen.clocks.arithmetic import arithmetic
from shouwen.handbook.clocks import ClockState
from shouwen.handbook.worktime import Calendar

HOUR = timedelta(hours=1)
# Wednesday, 4 March 2026, 10:00 in Shanghai.
TEN = datetime(2026, 3, 4, 2, tzinfo=UTC)
CALENDAR = Calendar(announced=frozenset({2026}))


def clock(*segments, minutes, unit="clock", due_at, stopped_at=None):
    return ClockState(
        kind="completion",
        run=1,
        started_at=segments[0][0],
        minutes=minutes,
        unit=unit,
        segments=segments,
        due_at=due_at,
        stopped_at=stopped_at,
        provisional=False,
        because=("C5.2",),
        among=(),
        hours="08:30-12:00,14:00-17:30",
        calendar_version=1,
        edition="2026.1",
    )


def test_a_clock_that_was_never_paused_counts_from_start_to_due():
    sums = arithmetic(clock((TEN, None), minutes=1440, due_at=TEN + 24 * HOUR), at=TEN + 5 * HOUR, calendar=CALENDAR)
    assert (sums.elapsed, sums.left, sums.paused_minutes) == (300, 1140, 0)
    assert [stretch.minutes for stretch in sums.counted] == [1440]


def test_a_pause_is_told_with_its_length_and_the_stretches_around_it_add_up_to_the_limit():
    paused = clock((TEN, TEN + HOUR), (TEN + 3 * HOUR, None), minutes=1440, due_at=TEN + 26 * HOUR)
    sums = arithmetic(paused, at=TEN + 4 * HOUR, calendar=CALENDAR)
    assert sums.paused_minutes == 120 and sums.elapsed == 120
    assert sum(stretch.minutes for stretch in sums.counted) == 1440


def test_a_pause_that_lasts_has_no_end_and_grows():
    paused = clock((TEN, TEN + HOUR), minutes=1440, due_at=TEN + 24 * HOUR)
    sums = arithmetic(paused, at=TEN + 4 * HOUR, calendar=CALENDAR)
    assert [(stretch.end, stretch.minutes) for stretch in sums.paused] == [(None, 180)]


def test_a_work_clock_lists_the_working_periods_that_use_its_limit_up():
    due = datetime(2026, 3, 4, 7, 30, tzinfo=UTC)
    sums = arithmetic(clock((TEN, None), minutes=210, unit="work", due_at=due), at=TEN, calendar=CALENDAR)
    assert [(stretch.start, stretch.minutes) for stretch in sums.counted] == [(TEN, 120), (TEN + 4 * HOUR, 90)]


def test_a_work_clock_leaves_days_off_out():
    off = Calendar(days={date(2026, 3, 5): False}, announced=frozenset({2026}))
    friday_noon = datetime(2026, 3, 6, 2, tzinfo=UTC)
    sums = arithmetic(clock((TEN, None), minutes=420, unit="work", due_at=friday_noon), at=TEN, calendar=off)
    assert [stretch.minutes for stretch in sums.counted] == [120, 210, 90]


def test_what_was_stopped_no_longer_grows():
    stopped = clock((TEN, TEN + HOUR), minutes=1440, due_at=TEN + 24 * HOUR, stopped_at=TEN + HOUR)
    sums = arithmetic(stopped, at=TEN + 90 * HOUR, calendar=CALENDAR)
    assert (sums.elapsed, sums.paused) == (60, ())
