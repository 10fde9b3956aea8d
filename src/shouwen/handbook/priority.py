"""Urgency of an order 工单紧急类型 (C4.3): express 特急, urgent 紧急, normal 一般."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shouwen.handbook.decision import Decision, Reason
from shouwen.handbook.facts import Facts, GradeCode, KindCodes

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition


class PriorityFacts(Facts):
    """The customer's card, the urgent kinds that apply, and why staff call it urgent (empty: they don't)."""

    grade: GradeCode = ""
    kinds: KindCodes = ()
    said_why: str = ""


@dataclass(frozen=True)
class Priority:
    """The code, and its rank in the queue: 0 first."""

    code: str
    rank: int


def rank(facts: PriorityFacts, edition: Edition) -> Decision[Priority]:
    """Club members are always express; others urgent by kind or where staff say why, else normal (C4.3)."""
    rule = edition.priority
    grade = edition.grades.get(facts.grade)
    because: list[Reason] = []
    if grade and grade.club:
        code = rule.club
        because.append(Reason(rule.clause, "priority-club", {"grade": facts.grade}))
    elif facts.kinds or facts.said_why.strip():
        code = rule.urgent
        if facts.kinds:
            because.append(Reason(rule.clause, "priority-urgent-kind", {"kinds": facts.kinds}))
        if facts.said_why.strip():
            because.append(Reason(rule.clause, "priority-said-why", {"why": facts.said_why.strip()}))
    else:
        code = rule.otherwise
        because.append(Reason(rule.clause, "priority-otherwise", {"grade": facts.grade}))
    return Decision(Priority(code, rule.levels[code].rank), tuple(because), edition.name)
