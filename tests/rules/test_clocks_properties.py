"""The arithmetic of clocks over generated lives of a ticket."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.handbook.clocks import ClockState, EventView
from shouwen.handbook.worktime import work_minutes_between
from tests.rules.worked import AUTUMN, EDITION, HOURS, at, opened, run

CODES = ("ticket.held", "ticket.resumed", "ticket.contacted", "ticket.transferred", "ticket.returned", "ticket.noted")
START = at("2026-09-28 10:00")

lives = st.lists(st.tuples(st.sampled_from(CODES), st.integers(1, 2000)), max_size=8)


def events(life: list[tuple[str, int]]) -> list[EventView]:
    happened, when = [opened("2026-09-28 10:00", brand="easyown")], START
    for code, minutes in life:
        when += timedelta(minutes=minutes)
        facts = {"contacted_at": when.isoformat(), "reached": True} if code == "ticket.contacted" else {}
        happened.append(EventView(code, when, facts, EDITION.name))
    return happened


def counted(clock: ClockState, start: datetime, end: datetime) -> int:
    if clock.unit == "clock":
        return (end - start) // timedelta(minutes=1)
    return work_minutes_between(start, end, calendar=AUTUMN, hours=HOURS)


@settings(max_examples=50, deadline=None)
@given(lives)
def test_the_segments_add_up_to_what_has_elapsed(life: list[tuple[str, int]]):
    happened = events(life)
    later = happened[-1].at + timedelta(minutes=77)
    for clock in run(*happened).values():
        total = sum(counted(clock, start, end or later) for start, end in clock.segments)
        assert clock.elapsed_minutes(later, AUTUMN) == total


@settings(max_examples=50, deadline=None)
@given(lives)
def test_a_running_clock_is_due_exactly_when_nothing_remains(life: list[tuple[str, int]]):
    for clock in run(*events(life)).values():
        if clock.running and clock.kind != "promise":
            assert clock.remaining_minutes(clock.due_at, AUTUMN) == 0


@settings(max_examples=50, deadline=None)
@given(lives)
def test_the_statutory_clock_is_the_same_whatever_happens(life: list[tuple[str, int]]):
    assert run(*events(life))["statutory"] == run(*events([]))["statutory"]


@settings(max_examples=50, deadline=None)
@given(lives)
def test_a_hold_makes_no_deadline_earlier(life: list[tuple[str, int]]):
    without = [event for event in events(life) if event.code not in ("ticket.held", "ticket.resumed")]
    free, held = run(*without), run(*events(life))
    assert all(held[kind].due_at >= clock.due_at for kind, clock in free.items() if held[kind].run == clock.run)


@settings(max_examples=50, deadline=None)
@given(lives)
def test_every_run_begins_where_its_first_segment_begins_and_segments_follow_one_another(
    life: list[tuple[str, int]],
):
    for clock in run(*events(life)).values():
        assert clock.segments[0][0] == clock.started_at
        ends = [moment for segment in clock.segments for moment in segment if moment]
        assert ends == sorted(ends)
