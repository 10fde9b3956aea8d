"""C3.2, C5.2, L1: the clocks of a ticket, folded from its events alone."""

from datetime import timedelta
from typing import Any

import pytest

from shouwen.handbook.clocks import EventView, fold, fold_all, next_due
from shouwen.handbook.deadlines import limits
from shouwen.handbook.worktime import Calendar
from tests.rules.worked import AUTUMN, EDITION, LEAF, at, event, kept, opened, run

OPENED = opened("2026-11-16 10:00", brand="easyown")
CONTACTED = "ticket.contacted"


def contacted(when: str, *, told: str = "", reached: bool = True, **facts: Any) -> EventView:
    return event(CONTACTED, when, contacted_at=at(told or when).isoformat(), reached=reached, **facts)


def test_opening_starts_every_clock_but_the_promise():
    clocks = run(OPENED)
    assert set(clocks) == {"entry", "passed_on", "first_answer", "next_word", "completion", "statutory"}
    assert {kind for kind, clock in clocks.items() if clock.running} == set(clocks) - {"entry"}
    assert clocks["completion"].due_at == at("2026-11-20 10:00")
    assert clocks["completion"].among == ({"type": "other_brands", "hours": 96},)
    assert clocks["completion"].edition == EDITION.name


def test_the_clock_of_entry_is_over_when_it_is_known_and_late_at_birth_where_it_was_late():
    in_time = run(opened("2026-11-16 11:00", contacted="2026-11-16 09:00"))["entry"]
    late = run(opened("2026-11-17 09:00", contacted="2026-11-16 09:00"))["entry"]
    assert in_time.stopped_at == at("2026-11-16 11:00") and not in_time.breached
    assert late.due_at == at("2026-11-16 14:30") and late.breached


@pytest.mark.parametrize("code", ["ticket.transferred", "ticket.dispatched", "ticket.raised", "ticket.answered"])
def test_passing_it_on_stops_the_clock_of_passing_on(code: str):
    assert run(OPENED, event(code, "2026-11-16 11:00"))["passed_on"].stopped_at == at("2026-11-16 11:00")


def test_a_return_from_a_group_starts_passing_on_anew():
    clocks = run(
        OPENED,
        event("ticket.transferred", "2026-11-16 11:00"),
        event("ticket.returned", "2026-11-17 15:00", reopened=False),
    )
    again = clocks["passed_on"]
    assert (again.run, again.running) == (2, True)
    assert again.due_at == at("2026-11-18 09:30")
    assert clocks["completion"].run == 1


def test_a_contact_stops_the_first_answer_and_begins_the_next_word():
    clocks = run(OPENED, contacted("2026-11-16 16:00", told="2026-11-16 15:00"))
    assert clocks["first_answer"].stopped_at == at("2026-11-16 15:00")
    assert (clocks["next_word"].run, clocks["next_word"].due_at) == (2, at("2026-11-18 15:00"))


def test_a_call_that_nobody_answered_is_no_word_to_the_customer():
    clocks = run(OPENED, contacted("2026-11-16 16:00", reached=False))
    assert clocks["first_answer"].running and clocks["next_word"].run == 1


def test_a_contact_entered_late_does_not_take_back_a_later_word():
    clocks = run(OPENED, contacted("2026-11-17 10:00"), contacted("2026-11-17 11:00", told="2026-11-16 12:00"))
    assert clocks["next_word"].due_at == at("2026-11-19 10:00")


def test_a_promise_is_due_exactly_when_it_was_promised_and_kept_by_the_next_word():
    promise = contacted("2026-11-16 16:00", promised_until=at("2026-11-17 09:30").isoformat())
    clocks = run(OPENED, promise)
    assert clocks["promise"].due_at == at("2026-11-17 09:30") and clocks["promise"].because == ("C2.3",)
    assert run(OPENED, promise, contacted("2026-11-17 09:00"))["promise"].stopped_at == at("2026-11-17 09:00")


def test_a_new_promise_takes_the_place_of_the_old_one():
    first = contacted("2026-11-16 16:00", promised_until=at("2026-11-17 09:30").isoformat())
    second = contacted("2026-11-17 10:00", promised_until=at("2026-11-18 09:30").isoformat())
    promise = run(OPENED, first, second)["promise"]
    assert (promise.run, promise.due_at, promise.running) == (2, at("2026-11-18 09:30"), True)


def test_a_promise_counts_by_the_same_calendar_in_whatever_order_the_clocks_were_read():
    moved = run(OPENED, event("clock.recomputed", "2026-11-16 11:00", clock="passed_on", calendar=2))
    promise = contacted("2026-11-16 16:00", promised_until=at("2026-11-17 09:30").isoformat())
    calendars = {1: AUTUMN, 2: AUTUMN}.__getitem__
    forth = fold(moved, promise, calendar_of=calendars, edition=EDITION)
    other = {"passed_on": moved["passed_on"], **{k: v for k, v in moved.items() if k != "passed_on"}}
    assert fold(other, promise, calendar_of=calendars, edition=EDITION)["promise"] == forth["promise"]


def test_the_answer_stops_every_clock():
    clocks = run(OPENED, event("ticket.answered", "2026-11-18 10:00"))
    assert not any(clock.running for clock in clocks.values())
    assert next_due(clocks) is None


def test_a_call_back_after_the_answer_starts_no_clock():
    clocks = run(OPENED, event("ticket.answered", "2026-11-18 10:00"), contacted("2026-11-19 10:00"))
    assert not any(clock.running for clock in clocks.values())


def test_reopening_goes_on_as_if_completion_had_never_been_stopped():
    clocks = run(
        OPENED,
        event("ticket.answered", "2026-11-18 10:00"),
        event("ticket.returned", "2026-11-19 10:00", reopened=True),
    )
    before = run(OPENED)
    for kind in ("completion", "statutory"):
        assert clocks[kind] == before[kind]
    assert clocks["next_word"].due_at == at("2026-11-21 10:00")
    assert clocks["first_answer"].stopped_at == at("2026-11-18 10:00")


def test_a_hold_shifts_hour_clocks_by_the_time_held_and_never_the_statutory_one():
    held = (event("ticket.held", "2026-11-17 10:00"), event("ticket.resumed", "2026-11-18 11:30"))
    clocks, before = run(OPENED, *held), run(OPENED)
    for kind in ("first_answer", "next_word", "completion"):
        assert clocks[kind].due_at - before[kind].due_at == timedelta(hours=25, minutes=30)
    assert clocks["statutory"] == before["statutory"]


def test_while_held_the_internal_clocks_are_paused_and_the_statutory_one_runs():
    clocks = run(OPENED, event("ticket.held", "2026-11-17 10:00"))
    assert clocks["completion"].paused and not clocks["completion"].running
    assert clocks["statutory"].running
    assert next_due(clocks) == clocks["statutory"].due_at


def test_a_work_clock_goes_on_with_the_working_minutes_it_had_left():
    clocks = run(OPENED, event("ticket.held", "2026-11-16 11:00"), event("ticket.resumed", "2026-11-20 16:30"))
    # 60 of 210 minutes were used; 60 more fit before the evening of Friday, 90 remain for Monday.
    assert clocks["passed_on"].due_at == at("2026-11-23 10:00")


def test_what_was_missed_before_a_hold_stays_missed():
    clocks = run(OPENED, event("ticket.held", "2026-11-19 10:00"), event("ticket.resumed", "2026-11-20 10:00"))
    assert clocks["first_answer"].due_at == at("2026-11-18 10:00")
    answered = run(OPENED, event("ticket.answered", "2026-11-19 10:00"))
    assert answered["first_answer"].breached and not answered["completion"].breached


def test_a_word_during_a_hold_begins_anew_when_the_hold_ends():
    held, word = event("ticket.held", "2026-11-17 10:00"), contacted("2026-11-17 15:00")
    assert run(OPENED, held, word)["next_word"].paused
    clocks = run(OPENED, held, word, event("ticket.resumed", "2026-11-18 09:00"))
    assert clocks["next_word"].due_at == at("2026-11-20 09:00")


def test_a_promise_is_not_paused_by_a_hold():
    promise = contacted("2026-11-16 16:00", promised_until=at("2026-11-18 09:30").isoformat())
    clocks = run(OPENED, promise, event("ticket.held", "2026-11-17 10:00"))
    assert clocks["promise"].running and clocks["promise"].due_at == at("2026-11-18 09:30")


def test_joining_a_batch_tightens_the_clocks_from_their_old_start():
    rules = limits(category=LEAF, brand="easyown", kinds=["batch"], edition=EDITION)
    clocks = run(OPENED, event("ticket.joined_batch", "2026-11-17 12:00", limits=kept(rules)))
    assert clocks["completion"].started_at == at("2026-11-16 10:00")
    assert clocks["completion"].due_at == at("2026-11-18 10:00")
    assert {row["type"] for row in clocks["completion"].among} == {"batch", "other_brands"}


def test_a_limit_that_gets_shorter_than_the_time_used_is_missed_when_it_was_used_up():
    rules = limits(category=LEAF, kinds=["major"], edition=EDITION)
    held = (event("ticket.held", "2026-11-17 16:00"), event("ticket.resumed", "2026-11-18 10:00"))
    clocks = run(OPENED, *held, event("ticket.declared", "2026-11-18 11:00", limits=kept(rules)))
    assert clocks["completion"].due_at == at("2026-11-17 10:00")


def test_sending_to_another_province_makes_completion_longer():
    rules = limits(category=LEAF, brand="easyown", direction="out", edition=EDITION)
    clocks = run(OPENED, event("ticket.dispatched", "2026-11-16 11:00", limits=kept(rules)))
    assert clocks["completion"].due_at == at("2026-11-21 10:00")


def test_new_limits_do_not_move_what_was_stopped():
    rules = limits(category=LEAF, kinds=["major"], edition=EDITION)
    answered = event("ticket.answered", "2026-11-18 10:00")
    clocks = run(OPENED, answered, event("ticket.joined_batch", "2026-11-18 11:00", limits=kept(rules)))
    assert clocks == run(OPENED, answered)


def test_voiding_stops_everything():
    clocks = run(OPENED, event("ticket.voided", "2026-11-16 11:00"))
    assert not any(clock.running or clock.paused for clock in clocks.values())


def test_an_announced_calendar_moves_only_the_work_clock_it_names():
    friday = opened("2026-11-20 16:00", brand="easyown")
    recomputed = event("clock.recomputed", "2026-11-20 17:00", clock="passed_on", calendar=2)
    monday_off = Calendar({at("2026-11-23 12:00").date(): False}, AUTUMN.announced, 2)
    clocks = fold_all([friday, recomputed], calendar_of={1: AUTUMN, 2: monday_off}.__getitem__, edition=EDITION)
    assert clocks["passed_on"].due_at == at("2026-11-24 10:30")
    assert clocks["passed_on"].calendar_version == 2
    assert clocks["completion"] == run(friday)["completion"]


@pytest.mark.parametrize("code", ["ticket.noted", "ticket.taken", "clock.warned", "customer.changed", "no.such_event"])
def test_other_events_change_no_clock(code: str):
    assert run(OPENED, event(code, "2026-11-17 10:00")) == run(OPENED)


def test_the_queue_is_sorted_by_the_nearest_internal_deadline():
    assert next_due(run(OPENED)) == at("2026-11-16 15:30")


def test_elapsed_and_remaining_leave_out_the_pauses():
    clock = run(OPENED, event("ticket.held", "2026-11-17 10:00"), event("ticket.resumed", "2026-11-18 10:00"))[
        "completion"
    ]
    assert clock.elapsed_minutes(at("2026-11-18 12:00"), AUTUMN) == 26 * 60
    assert clock.remaining_minutes(at("2026-11-18 12:00"), AUTUMN) == (96 - 26) * 60


def test_a_word_told_during_a_hold_but_entered_after_it_leaves_no_negative_stretch():
    held = (event("ticket.held", "2026-11-17 10:00"), event("ticket.resumed", "2026-11-17 12:00"))
    first = run(OPENED, *held, contacted("2026-11-17 13:00", told="2026-11-17 11:00"))["first_answer"]
    assert first.stopped_at == at("2026-11-17 11:00")
    assert first.elapsed_minutes(at("2026-11-18 10:00"), AUTUMN) == 24 * 60


def test_a_pause_at_the_very_deadline_does_not_move_it():
    held = (event("ticket.held", "2026-11-18 10:00"), event("ticket.resumed", "2026-11-19 10:00"))
    assert run(OPENED, *held)["first_answer"].due_at == at("2026-11-18 10:00")


def test_the_statutory_deadline_sorts_a_ticket_only_when_no_other_runs():
    held = (event("ticket.held", "2026-11-16 10:30"), event("ticket.resumed", "2026-12-10 10:30"))
    clocks = run(OPENED, event("ticket.transferred", "2026-11-16 10:10"), *held)
    assert clocks["statutory"].due_at == at("2026-12-01 10:00")
    assert next_due(clocks) == at("2026-12-12 10:00")
