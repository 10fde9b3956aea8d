"""C4.3: express, urgent, normal."""

import pytest

from shouwen.handbook.decision import explain
from shouwen.handbook.priority import Priority, PriorityFacts, rank
from tests.rules.worked import EDITION

EXPRESS, URGENT, NORMAL = Priority("express", 0), Priority("urgent", 1), Priority("normal", 2)


@pytest.mark.parametrize("grade", ["diamond", "gold", "silver"])
@pytest.mark.parametrize("kinds", [(), ("major",)])
def test_club_members_are_always_express(grade: str, kinds: tuple[str, ...]):
    assert rank(PriorityFacts(grade=grade, kinds=kinds), EDITION).what == EXPRESS


@pytest.mark.parametrize("grade", ["ordinary", "points", "prepaid", ""])
def test_others_are_urgent_by_kind_or_reason_and_else_normal(grade: str):
    assert rank(PriorityFacts(grade=grade), EDITION).what == NORMAL
    assert rank(PriorityFacts(grade=grade, kinds=["repeat"]), EDITION).what == URGENT
    assert rank(PriorityFacts(grade=grade, said_why="孕妇独自在家，宽带断"), EDITION).what == URGENT


def test_a_reason_of_blanks_is_no_reason():
    assert rank(PriorityFacts(said_why="  "), EDITION).what == NORMAL


def test_the_decision_says_why_with_its_clause():
    decision = rank(PriorityFacts(kinds=["bypass", "repeat"], said_why="急"), EDITION)
    assert explain(decision, "zh", EDITION) == [
        "属紧急投诉（越级、重复），选紧急单（C4.3）",
        "受理人说明紧急：急（C4.3）",
    ]
    assert decision.as_json()["what"] == {"code": "urgent", "rank": 1}
