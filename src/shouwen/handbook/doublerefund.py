"""The proposal of the double refund 收费误差，双倍返还 (C4.8.6): once, twice, the principal for now, or nothing.

It is made when the interview (`interview.py`) has come to its end; a person confirms it, or overrides it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from shouwen.handbook.decision import Decision, Reason, Refused
from shouwen.handbook.interview import RefundFacts, Step, Walk, walk
from shouwen.handbook.money import ZERO, spell

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition
    from shouwen.handbook.schema_money import Question

__all__ = ["Asked", "Interview", "Proposal", "RefundFacts", "Step", "interview", "next_question", "propose", "steps"]


@dataclass(frozen=True)
class Proposal:
    """What is proposed about the money; `case` is the line of the lists that decided, "" where none did."""

    kind: str
    principal: Decimal
    gift: Decimal
    total: Decimal
    case: str = ""


@dataclass(frozen=True)
class Asked:
    """A question that is still to be answered, with the codes of its answers."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Interview:
    """Where the interview stands: at its end a proposal, before it the next question."""

    proposal: Proposal | None
    question: Asked | None


def steps(facts: RefundFacts, edition: Edition) -> tuple[Step, ...]:
    """The questions decided so far, in their order, each with its answer: what the page shows above the next one."""
    return walk(facts, edition).steps


def next_question(facts: RefundFacts, edition: Edition) -> Question | None:
    """The first question that is still open; None when the proposal can be made."""
    return walk(facts, edition).open


def propose(facts: RefundFacts, edition: Edition) -> Decision[Proposal] | Refused:
    """The proposal with its arithmetic and its clauses; refused while a question is open or an answer unknown."""
    if (wrong := _wrong(facts, edition)) is not None:
        return wrong
    walked = walk(facts, edition)
    if walked.open is not None:
        return Refused.of(edition, "question-open", question=walked.open.code)
    kind, case = _outcome(walked.end, edition)
    if kind != "refuse" and _still_verifying(walked, facts):
        return Refused.of(edition, "still-verifying", until=facts.verify_by)
    because = [_ground(walked, kind, case, facts, edition)]
    if overtaken := _inside_answer(facts, edition) if case in edition.double_refund.outside else "":
        told = {"inside": overtaken, "outside": case}
        because.append(Reason(edition.double_refund.clause, "outside-beats-inside", told))
    proposal, sums = _reckoned(kind, case, facts, edition)
    return Decision(proposal, (*because, *sums), edition.name)


def interview(facts: RefundFacts, edition: Edition) -> Decision[Interview] | Refused:
    """The proposal, or the question that is to be put next, as the chapter is asked from outside."""
    if (wrong := _wrong(facts, edition)) is not None:
        return wrong
    question = next_question(facts, edition)
    if question is not None:
        asked = Asked(question.code, tuple(question.options))
        told = {"question": asked.question, "options": asked.options}
        because = (Reason(question.clause, "to-be-asked", told),)
        return Decision(Interview(None, asked), because, edition.name)
    proposed = propose(facts, edition)
    if isinstance(proposed, Refused):
        return proposed
    return Decision(Interview(proposed.what, None), proposed.because, edition.name)


def _wrong(facts: RefundFacts, edition: Edition) -> Refused | None:
    """An amount that is missing, or an answer that the question doesn't have."""
    if facts.amount <= ZERO:
        return Refused.of(edition, "amount-missing")
    questions = edition.double_refund.questions
    for question, answer in facts.answers.items():
        if question not in questions or answer not in questions[question].options:
            return Refused.of(edition, "answer-unknown", question=question, answer=answer)
    return None


def _still_verifying(walked: Walk, facts: RefundFacts) -> bool:
    """Nothing is unproven before the time to verify it is over (C4.8.2)."""
    unproven = any(step.option.code == "unproven" for step in walked.steps)
    return unproven and facts.verify_by is not None and facts.at is not None and facts.at <= facts.verify_by


def _outcome(end: str, edition: Edition) -> tuple[str, str]:
    """The kind of refund and the line of the lists that decided."""
    rule = edition.double_refund
    if end in rule.inside:
        return "double", end
    if end in rule.outside:
        return rule.outside[end].proposal, end
    return end, ""


def _inside_answer(facts: RefundFacts, edition: Edition) -> str:
    """The inside line that the answers would have led to."""
    rule = edition.double_refund
    for question, answer in facts.answers.items():
        lead = rule.questions[question].options[answer].leads_to
        if lead in rule.inside:
            return lead
    return ""


def _ground(walked: Walk, kind: str, case: str, facts: RefundFacts, edition: Edition) -> Reason:
    """Why the proposal is what it is."""
    rule, last = edition.double_refund, walked.steps[-1]
    if case in rule.inside:
        return Reason(rule.inside[case].clause, "inside-holds", {"case": case})
    if case == "too_late":
        code, told = ("charged-too-long-ago", {"years": rule.years, "charged": facts.charged_on})
        if last.question.code == "unsubscribed":
            months = rule.months_after_unsubscribing
            code, told = "claimed-too-late", {"months": months, "unsubscribed": facts.unsubscribed_on}
        return Reason(rule.clause, code, told)
    if case:
        return Reason(rule.outside[case].clause, "outside-holds", {"case": case, "kind": kind})
    codes = {"principal": "unproven-insists", "single": "in-neither-list"}
    waits = last.option.code == "can_wait"
    return Reason(last.option.clause, "unproven-waits" if waits else codes.get(kind, "charge-was-right"), {})


def _reckoned(kind: str, case: str, facts: RefundFacts, edition: Edition) -> tuple[Proposal, tuple[Reason, ...]]:
    """The amounts and their arithmetic, less what was returned before (C4.8.2)."""
    clause, rule = edition.refund_kinds[kind].clause, edition.refund_kinds[kind]
    principal = facts.amount if rule.pays else ZERO
    gift = facts.amount if rule.pays and rule.gift else ZERO
    told = {"amount": spell(facts.amount), "principal": spell(principal), "gift": spell(gift)}
    told |= {"total": spell(principal + gift)}
    code = "sum-doubled" if gift else "sum-once" if principal else "sum-nothing"
    sums = [Reason(clause, code, told)]
    if facts.paid == ZERO:
        return Proposal(kind, principal, gift, principal + gift, case), tuple(sums)
    return _less_paid(kind, case, principal, gift, facts, sums, edition)


def _less_paid(
    kind: str,
    case: str,
    principal: Decimal,
    gift: Decimal,
    facts: RefundFacts,
    sums: list[Reason],
    edition: Edition,
) -> tuple[Proposal, tuple[Reason, ...]]:
    """The rest is paid; where more was returned than is due, nothing is claimed back without an approval."""
    due = principal + gift
    rest = due - facts.paid
    told = {"due": spell(due), "paid": spell(facts.paid), "rest": spell(max(rest, ZERO))}
    if rest <= ZERO:
        sums.append(Reason(edition.refund_kinds["rest"].clause, "nothing-claimed-back", told))
        return Proposal("refuse" if kind == "refuse" else "none", ZERO, ZERO, ZERO, case), tuple(sums)
    sums.append(Reason(edition.refund_kinds["rest"].clause, "rest-to-pay", told))
    left = max(principal - facts.paid, ZERO)
    return Proposal("rest", left, rest - left, rest, case), tuple(sums)
