"""WD: working time against a counter that walks minute by minute, over generated calendars."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.handbook.sentences import SHANGHAI
from shouwen.handbook.worktime import Calendar, Hours, add_work_minutes, work_minutes_between

FIRST = date(2026, 9, 14)
MINUTE = timedelta(minutes=1)
SPAN_DAYS = 14

starts = st.integers(0, 6 * 24 * 60).map(
    lambda minute: datetime(2026, 9, 14, tzinfo=SHANGHAI).astimezone(UTC) + minute * MINUTE
)
calendars = st.dictionaries(
    st.integers(0, SPAN_DAYS - 1).map(lambda day: FIRST + timedelta(day)), st.booleans(), max_size=6
).map(lambda days: Calendar(days, frozenset({2026}), 1))


@st.composite
def working_hours(draw: st.DrawFn) -> Hours:
    edges = sorted(draw(st.sets(st.integers(0, 1440), min_size=2, max_size=6)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    return Hours(tuple(pairs))


def counts(minute: datetime, calendar: Calendar, hours: Hours) -> bool:
    """Whether the minute that begins then is a working one."""
    local = minute.astimezone(SHANGHAI)
    of_day = local.hour * 60 + local.minute
    return calendar.works(local.date()) and any(start <= of_day < end for start, end in hours.periods)


def walk(start: datetime, minutes: int, calendar: Calendar, hours: Hours) -> datetime:
    at = start
    while minutes:
        minutes -= counts(at, calendar, hours)
        at += MINUTE
    return at


@settings(max_examples=50, deadline=None)
@given(starts, st.integers(0, 500), calendars, working_hours())
def test_adding_equals_walking_minute_by_minute(start: datetime, minutes: int, calendar: Calendar, hours: Hours):
    minutes = min(minutes, hours.minutes_per_day * 3)
    assert add_work_minutes(start, minutes, calendar=calendar, hours=hours).at == walk(start, minutes, calendar, hours)


@settings(max_examples=50, deadline=None)
@given(starts, st.integers(0, 3000), calendars, working_hours())
def test_between_equals_counting_minute_by_minute(start: datetime, wall: int, calendar: Calendar, hours: Hours):
    walked = sum(counts(start + n * MINUTE, calendar, hours) for n in range(wall))
    assert work_minutes_between(start, start + wall * MINUTE, calendar=calendar, hours=hours) == walked


@settings(max_examples=50, deadline=None)
@given(starts, st.integers(0, 2000), calendars, working_hours())
def test_what_was_added_lies_between(start: datetime, minutes: int, calendar: Calendar, hours: Hours):
    due = add_work_minutes(start, minutes, calendar=calendar, hours=hours).at
    assert work_minutes_between(start, due, calendar=calendar, hours=hours) == minutes


@settings(max_examples=50, deadline=None)
@given(starts, st.integers(0, 2000), calendars, working_hours(), st.integers(0, SPAN_DAYS - 1))
def test_one_more_day_off_never_makes_a_deadline_earlier(
    start: datetime, minutes: int, calendar: Calendar, hours: Hours, day: int
):
    fewer = Calendar({**calendar.days, FIRST + timedelta(day): False}, calendar.announced, 2)
    before = add_work_minutes(start, minutes, calendar=calendar, hours=hours).at
    assert add_work_minutes(start, minutes, calendar=fewer, hours=hours).at >= before


@settings(max_examples=50, deadline=None)
@given(starts, st.integers(0, 1000), st.integers(0, 1000), calendars, working_hours())
def test_adding_in_two_steps_equals_adding_at_once(
    start: datetime, one: int, two: int, calendar: Calendar, hours: Hours
):
    first = add_work_minutes(start, one, calendar=calendar, hours=hours).at
    there = add_work_minutes(first, two, calendar=calendar, hours=hours).at
    at_once = add_work_minutes(start, one + two, calendar=calendar, hours=hours).at
    # With nothing to add the start stands, even outside working time.
    assert there == (at_once if two else first)
