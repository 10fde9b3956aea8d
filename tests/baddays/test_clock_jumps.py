"""The machine's clock jumps, or the worker was away for days: nothing is said twice, nothing that was due stays unsaid.

The worker is the real command in a process of its own; only the time that it reads is moved.
"""

from typing import Any

from tests.baddays.callers import Complaints, Line
from tests.baddays.conftest import Open
from tests.baddays.desk import Desk

HOW_MANY = 6


def begun(desk: Desk) -> dict[str, Any]:
    """A desk on which complaints came in today, and the worker made its rounds."""
    line, complaints = Line(desk.port, desk.token("1001")), Complaints(1)
    web = desk.serve()
    for _ in range(HOW_MANY):
        one = complaints.next()
        assert line.post("/api/v1/tickets", one.body, key=one.key)[0] == 201
    desk.end(web)
    return worker(desk, 0)


def worker(desk: Desk, days: float) -> dict[str, Any]:
    """Every round of the worker once, as if it were so many days later; answers what is there afterwards."""
    desk.python("tests.baddays.later", str(days), "worker", "--once")
    seen: dict[str, Any] = desk.python("tests.baddays.look")
    assert seen["faults"] == []
    return seen


def test_a_clock_that_leaps_ahead_and_back_says_nothing_twice(open_desk: Open) -> None:
    desk = open_desk()
    before = begun(desk)["counts"]
    # Three days back may be another week or month, whose older self-checks nobody has made on this young desk.
    worker(desk, -3)
    ahead = worker(desk, 2)["counts"]
    assert ahead["clock_events"] > before["clock_events"]
    # Set back: what was said stays said, and the ledger's time does not run backwards with the machine's.
    # The last is minutes short of two days: what falls due while this test runs is not to be said.
    for days in (0, -3, 0, 1.99):
        again = worker(desk, days)["counts"]
        assert {**again, "seals": 0} == {**ahead, "seals": 0}


def test_a_worker_that_was_away_for_a_month_says_each_thing_once_when_it_is_back(open_desk: Open) -> None:
    desk = open_desk()
    begun(desk)
    late = worker(desk, 30)
    # What was written after the seals of its round is sealed in the next one.
    assert {**worker(desk, 30.001)["counts"], "seals": 0} == {**late["counts"], "seals": 0}
    # Ten months later there are self-checks to tell of, but no deadline is spoken of again.
    assert worker(desk, 300)["counts"]["clock_events"] == late["counts"]["clock_events"]


def test_a_ticket_goes_on_after_the_clock_was_set_back_and_its_chain_stays_in_order(open_desk: Open) -> None:
    desk = open_desk()
    token = desk.token("1001")
    begun(desk)
    worker(desk, 2)
    # The web reads today's time, two days before the last event of the chain.
    desk.serve()
    status, _, said = Line(desk.port, token).post("/api/v1/tickets/1/note", {"text": "时钟拨回之后"})
    assert status in (200, 201), said
    assert desk.python("tests.baddays.look")["faults"] == []
    assert desk.tried("clocks", "recheck").returncode == 0
