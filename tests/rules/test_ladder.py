"""C3.1: warned ahead, then step by step up the line."""

from shouwen.handbook.ladder import steps
from shouwen.handbook.worktime import Calendar
from tests.rules.worked import AUTUMN, EDITION, at, event, opened, run

OPENED = opened("2026-11-16 10:00", brand="easyown")


def test_the_ladder_of_a_completion_of_96_hours():
    rungs = steps(run(OPENED)["completion"], EDITION)
    assert [(step.level, step.name, step.at) for step in rungs] == [
        (0, "warn", at("2026-11-19 02:00")),
        (1, "breach", at("2026-11-20 10:00")),
        (2, "support_lead", at("2026-11-20 14:00")),
        (3, "branch_lead", at("2026-11-21 10:00")),
    ]


def test_whom_each_step_tells_and_that_nobody_is_skipped():
    assert [step.to for step in steps(run(OPENED)["completion"], EDITION)] == [
        ("first_asked", "holder"),
        ("first_asked", "holder", "manager"),
        ("support_lead",),
        ("branch_lead",),
    ]


def test_a_work_clock_warns_after_two_thirds_of_its_working_minutes():
    clock = run(opened("2026-11-20 16:30"))["passed_on"]
    warn, breach = steps(clock, EDITION, calendar=AUTUMN)[:2]
    assert (warn.at, breach.at) == (at("2026-11-23 09:50"), at("2026-11-23 11:00"))


def test_the_warning_moves_with_a_hold():
    held = run(OPENED, event("ticket.held", "2026-11-17 10:00"), event("ticket.resumed", "2026-11-18 10:00"))
    assert steps(held["completion"], EDITION)[0].at == at("2026-11-20 02:00")


def test_a_promise_too_is_warned_of_and_escalated():
    promised = event(
        "ticket.contacted",
        "2026-11-16 12:00",
        contacted_at=at("2026-11-16 12:00").isoformat(),
        reached=True,
        promised_until=at("2026-11-16 15:00").isoformat(),
    )
    rungs = steps(run(OPENED, promised)["promise"], EDITION)
    assert [step.at for step in rungs[:2]] == [at("2026-11-16 14:00"), at("2026-11-16 15:00")]


def test_a_warning_never_comes_after_the_deadline_even_on_another_calendar():
    clock = run(opened("2026-11-20 16:30"))["passed_on"]
    monday_off = Calendar({at("2026-11-23 12:00").date(): False}, AUTUMN.announced, 2)
    assert steps(clock, EDITION, calendar=monday_off)[0].at == clock.due_at
