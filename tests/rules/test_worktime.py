"""WD: working days, half a working day, and working minutes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shouwen.handbook.default_calendar import announced_days, default_calendar, expected_days
from shouwen.handbook.worktime import Calendar, Hours, NoWorkingDay, add_work_minutes, work_minutes_between
from tests.rules.worked import AUTUMN, HOURS, at

HALF_DAY = 210


def due(start: str, minutes: int = HALF_DAY) -> datetime:
    return add_work_minutes(at(start), minutes, calendar=AUTUMN, hours=HOURS).at


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-11-20 08:30", "2026-11-20 12:00"),
        ("2026-11-20 08:31", "2026-11-20 14:01"),
        ("2026-11-20 11:59", "2026-11-20 17:29"),
        ("2026-11-20 12:00", "2026-11-20 17:30"),
        ("2026-11-20 13:00", "2026-11-20 17:30"),
        ("2026-11-20 14:00", "2026-11-20 17:30"),
        ("2026-11-20 14:01", "2026-11-23 08:31"),
        ("2026-11-20 17:30", "2026-11-23 12:00"),
        ("2026-11-20 23:10", "2026-11-23 12:00"),
        ("2026-11-21 10:00", "2026-11-23 12:00"),
        ("2026-11-19 06:00", "2026-11-19 12:00"),
    ],
)
def test_half_a_working_day_over_lunch_evening_and_weekend(start: str, expected: str):
    assert due(start) == at(expected)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-09-30 16:00", "2026-10-08 10:30"),
        ("2026-10-03 09:00", "2026-10-08 12:00"),
        ("2026-10-09 17:00", "2026-10-10 11:30"),
        ("2026-10-10 15:00", "2026-10-12 09:30"),
        ("2026-09-19 15:00", "2026-09-20 12:00"),
    ],
)
def test_half_a_working_day_over_national_day_and_its_make_up_days(start: str, expected: str):
    assert due(start) == at(expected)


def test_a_working_day_is_seven_hours_and_half_of_it_three_and_a_half():
    assert HOURS.minutes_per_day == 420
    assert HOURS.half_days(1) == HALF_DAY


def test_seconds_are_dropped():
    start = at("2026-11-20 08:30") + timedelta(seconds=59, microseconds=7)
    assert add_work_minutes(start, 1, calendar=AUTUMN, hours=HOURS).at == at("2026-11-20 08:31")


def test_no_minutes_are_due_at_once():
    assert due("2026-11-21 10:00", 0) == at("2026-11-21 10:00")


def test_the_answer_is_in_utc():
    assert due("2026-11-20 08:30").tzinfo is UTC


def test_working_minutes_between_leave_out_lunch_nights_and_days_off():
    def between(a: str, b: str) -> int:
        return work_minutes_between(at(a), at(b), calendar=AUTUMN, hours=HOURS)

    assert between("2026-11-20 08:00", "2026-11-20 18:00") == 420
    assert between("2026-11-20 11:50", "2026-11-20 14:10") == 20
    assert between("2026-11-20 17:20", "2026-11-23 08:40") == 20
    assert between("2026-10-01 00:00", "2026-10-08 00:00") == 0
    assert between("2026-11-23 10:00", "2026-11-20 10:00") == 0


def test_a_count_that_enters_a_year_not_announced_is_provisional():
    last = add_work_minutes(at("2026-12-31 14:00"), HALF_DAY, calendar=AUTUMN, hours=HOURS)
    over = add_work_minutes(at("2026-12-31 14:01"), HALF_DAY, calendar=AUTUMN, hours=HOURS)
    assert (last.provisional, over.provisional) == (False, True)


def test_a_calendar_without_working_days_is_refused_and_never_loops():
    days = {date(2026, 1, 1) + timedelta(n): False for n in range(1000)}
    with pytest.raises(NoWorkingDay, match="mend the calendar"):
        add_work_minutes(at("2026-01-05 09:00"), 1, calendar=Calendar(days), hours=HOURS)


def test_a_time_without_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        add_work_minutes(datetime(2026, 11, 20, 9), 1, calendar=AUTUMN, hours=HOURS)


def test_negative_minutes_are_refused():
    with pytest.raises(ValueError, match="0 or more"):
        due("2026-11-20 09:00", -1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "write working hours like"),
        ("8:30-12:00", "write working hours like"),
        ("08:30-12:00;14:00-17:30", "write working hours like"),
        ("12:00-08:30", "end after it begins"),
        ("09:00-09:00", "end after it begins"),
        ("08:30-12:00,11:00-17:30", "without overlap"),
        ("14:00-17:30,08:30-12:00", "without overlap"),
        ("09:00-24:01", "doesn't exist"),
        ("09:60-12:00", "doesn't exist"),
    ],
)
def test_hours_that_make_no_sense_are_refused_with_what_to_mend(text: str, says: str):
    with pytest.raises(ValueError, match=says):
        Hours.parse(text)


@pytest.mark.parametrize("text", ["08:30-12:00,14:00-17:30", "08:00-12:00,12:00-17:00", "00:00-24:00", "09:00-21:00"])
def test_hours_say_themselves_as_they_were_read(text: str):
    assert str(Hours.parse(text)) == text


def test_the_packaged_calendar_knows_the_make_up_days_of_2026():
    calendar = default_calendar()
    assert not calendar.works(date(2026, 10, 1)) and calendar.works(date(2026, 10, 10))
    assert not calendar.provisional(date(2026, 10, 1))


def test_the_years_after_the_last_announcement_have_their_holidays_and_are_provisional():
    calendar = default_calendar()
    year = max(calendar.announced) + 1
    assert calendar.provisional(date(year, 10, 1))
    assert not calendar.works(date(year, 10, 1)) or date(year, 10, 1).weekday() >= 5
    assert not any(expected_days(year).values())
    assert announced_days(year) == {}


def test_the_packaged_calendar_agrees_with_the_law_on_every_first_of_october():
    calendar = default_calendar()
    assert not any(calendar.works(date(year, 10, 1)) for year in calendar.announced)
