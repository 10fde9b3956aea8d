"""Where a batch goes next (C4.8.4): its way by flow, each move from each state, and who of the company approves."""

from decimal import Decimal

import pytest

from shouwen.handbook.batchflow import allowed, leaders, state_of, target, way
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped

EDITION = shipped()
FAULT = ("draft", "countersigning", "reviewing", "sampling", "ready", "informing")
NOT_FAULT = ("draft", "approving", "reviewing", "sampling", "ready", "informing")
WITHOUT_MONEY = ("draft", "reviewing", "sampling", "ready", "informing")


def goes(move: str, state: str, flow: str = "fault", money: bool = True) -> str | Refused:
    return target(move, state, flow=flow, money=money, edition=EDITION)


@pytest.mark.parametrize(
    ("flow", "money", "states"),
    [
        ("fault", True, FAULT),
        ("fault", False, FAULT),
        ("not_fault", True, NOT_FAULT),
        ("not_fault", False, WITHOUT_MONEY),
    ],
)
def test_the_way_of_each_flow(flow: str, money: bool, states: tuple[str, ...]) -> None:
    assert way(flow, money=money, edition=EDITION) == states


def test_neighbours_are_those_of_the_batchs_own_flow() -> None:
    assert goes("ask", "draft") == "countersigning"
    assert goes("ask", "draft", "not_fault") == "approving"
    assert goes("ask", "draft", "not_fault", money=False) == "reviewing"
    assert goes("return", "reviewing") == "countersigning"
    assert goes("return", "reviewing", "not_fault") == "approving"
    assert goes("return", "reviewing", "not_fault", money=False) == "draft"
    assert goes("turn_down", "approving", "not_fault") == "draft"


def test_a_move_from_another_state_is_refused_with_its_clause() -> None:
    answer = goes("start", "draft")
    assert isinstance(answer, Refused) and (answer.code, answer.clause) == ("batch-move-not-allowed", "C4.8.4")
    assert isinstance(goes("fly", "draft"), Refused)


def test_nothing_leaves_the_end() -> None:
    assert allowed("closed", EDITION) == allowed("withdrawn", EDITION) == ()


def test_nothing_is_executed_that_was_not_sampled() -> None:
    """Whatever is clicked in whatever order: only the sample's pass leads to `ready`, only from there it begins."""
    for flow, money in (("fault", True), ("fault", False), ("not_fault", True), ("not_fault", False)):
        order = way(flow, money=money, edition=EDITION)
        into = {
            (move, state)
            for move in EDITION.batch_moves
            for state in (*order, "executing", "stopped", "settling")
            if goes(move, state, flow, money) == "ready" and state != "ready"
        }
        assert into == {("pass", "sampling")}
        assert {state for state in order if goes("start", state, flow, money) == "executing"} == {"ready"}


@pytest.mark.parametrize(
    ("total", "levels"),
    [
        ("0.01", 1),
        ("500.00", 1),
        ("2000.00", 1),
        ("2000.01", 2),
        ("5000.00", 2),
        ("5000.01", 3),
        ("9999999.00", 3),
    ],
)
def test_the_companys_leaders_by_the_total(total: str, levels: int) -> None:
    all_three = ("office_manager", "department_manager", "city_manager")
    assert leaders(Decimal(total), EDITION) == all_three[:levels]


def test_every_step_has_its_state() -> None:
    assert {step: state_of(step, EDITION) for step in EDITION.batch_steps} == {
        "notice": "draft",
        "request": "draft",
        "countersign": "countersigning",
        "leaders": "approving",
        "review": "reviewing",
        "sample": "sampling",
        "execute": "ready",
        "inform": "informing",
    }
