"""The interview of the double refund 收费误差，双倍返还 (C4.8.6): which questions are decided, and which is next.

The questions stand in the edition in the order that ends soonest: those of the outside list come first, because
outside beats inside. What is known already isn't asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import AwareDatetime, Field

from shouwen.handbook.facts import CategoryCode, Facts, Of
from shouwen.handbook.money import ZERO, Yuan
from shouwen.handbook.papers import below
from shouwen.handbook.repeat import months_later

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition
    from shouwen.handbook.schema_money import Option, Question


class RefundFacts(Facts):
    """What the proposal is made from: the amount in dispute, what is known of it, and the answers given so far.

    `charged_on` is the day of the oldest charge, `claimed_on` the day the customer came; `paid` is what was returned
    of it before (the principal, for now). `verify_by` and `at` say whether there is still time to verify.
    """

    amount: Yuan
    answers: Mapping[str, str] = Field(default_factory=dict)
    finding: Annotated[str, Of("findings")] = ""
    cause: Annotated[str, Of("dispute_causes")] = ""
    category: CategoryCode = ""
    charged_on: date | None = None
    claimed_on: date | None = None
    unsubscribed_on: date | None = None
    paid: Yuan = ZERO
    verify_by: AwareDatetime | None = None
    at: AwareDatetime | None = None


@dataclass(frozen=True)
class Step:
    """A question that is decided: by which answer, and whether a fact decided it rather than a person."""

    question: Question
    option: Option
    known: bool


@dataclass(frozen=True)
class Walk:
    """The questions decided up to the end, or up to the one that is open."""

    steps: tuple[Step, ...]
    open: Question | None

    @property
    def end(self) -> str:
        """What the last answer leads to; "" while a question is open."""
        return self.steps[-1].option.leads_to if self.open is None else ""


def walk(facts: RefundFacts, edition: Edition) -> Walk:
    """Question after question, until one is open or an answer ends it."""
    done: list[Step] = []
    chosen: dict[str, str] = {}
    for question in edition.double_refund.questions.values():
        known = _known(question.code, facts, edition)
        if not known and not _is_put(question, chosen, facts):
            continue
        answer = known or facts.answers.get(question.code) or _suggested(question, facts)
        if answer not in question.options:
            return Walk(tuple(done), question)
        option = question.options[answer]
        chosen[question.code] = answer
        done.append(Step(question, option, known=question.code not in facts.answers or bool(known)))
        if option.leads_to:
            break
    return Walk(tuple(done), None)


def _is_put(question: Question, chosen: Mapping[str, str], facts: RefundFacts) -> bool:
    return (
        all(chosen.get(other) in answers for other, answers in question.asked_if.items())
        and (not question.only_causes or below(facts.cause, question.only_causes))
        and not below(facts.cause, question.not_causes)
    )


def _known(question: str, facts: RefundFacts, edition: Edition) -> str:
    """The answer that dates and findings give: nobody can answer against them."""
    rule = edition.double_refund
    match question:
        case "charged" if facts.charged_on:
            return "was_charged"
        case "age" if facts.charged_on and facts.claimed_on:
            inside = facts.claimed_on <= months_later(facts.charged_on, 12 * rule.years)
            return "within_years" if inside else "over_years"
        case "unsubscribed" if facts.unsubscribed_on and facts.claimed_on:
            inside = facts.claimed_on <= months_later(facts.unsubscribed_on, rule.months_after_unsubscribing)
            return "within_months" if inside else "over_months"
        case "finding":
            return facts.finding
    return ""


def _suggested(question: Question, facts: RefundFacts) -> str:
    """What cause or category says where nobody answered; the longest code that fits speaks for them."""
    for table, code in ((question.from_cause, facts.cause), (question.from_category, facts.category)):
        fitting = [each for each in table if below(code, [each])]
        if fitting:
            return table[max(fitting, key=len)]
    return ""
