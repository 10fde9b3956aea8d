"""How the worked examples of the double refund are said: ten yuan, charged in October, claimed in November."""

import json
from typing import Any

from shouwen.handbook.decision import Decision
from shouwen.handbook.doublerefund import Proposal, RefundFacts, next_question, propose
from tests.rules.worked import EDITION

# A wrong charge that was shown, of a company's system, of a service that was not cancelled.
SHOWN: dict[str, Any] = {
    "amount": "10.00",
    "finding": "proven",
    "cause": "company.support_system",
    "charged_on": "2026-10-31",
    "claimed_on": "2026-11-20",
}
USUAL = {"unsubscribed": "not_cancelled", "origin": "ours", "product": "personal"}


def facts(answers: dict[str, str] | None = None, **changed: Any) -> RefundFacts:
    """The facts of the example with these answers and changes; a change to None leaves the fact out."""
    given = SHOWN | changed | {"answers": USUAL | (answers or {})}
    kept = {name: value for name, value in given.items() if value is not None}
    return RefundFacts.model_validate_json(json.dumps(kept))


def decided(answers: dict[str, str] | None = None, **changed: Any) -> Decision[Proposal]:
    found = propose(facts(answers, **changed), EDITION)
    assert isinstance(found, Decision), found
    return found


def proposal(answers: dict[str, str] | None = None, **changed: Any) -> Proposal:
    return decided(answers, **changed).what


def asked(answers: dict[str, str] | None = None, **changed: Any) -> str:
    """The code of the next question; "" when there is none."""
    question = next_question(facts(answers, **changed), EDITION)
    return question.code if question else ""


def codes(found: Decision[Any]) -> list[str]:
    return [reason.code for reason in found.because]
