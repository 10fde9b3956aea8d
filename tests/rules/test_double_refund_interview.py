"""C4.8.6: the interview asks what is still undecided, in the order that ends soonest."""

from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest

from shouwen.handbook.decision import Decision, Refused, explain
from shouwen.handbook.doublerefund import Asked, Interview, Proposal, interview, steps
from shouwen.handbook.interview import Step, Walk, walk
from shouwen.handbook.money import ZERO
from tests.rules.refunding import facts
from tests.rules.worked import EDITION

QUESTIONS = EDITION.double_refund.questions


def path(*answers: str) -> list[str]:
    """The questions put to somebody who knows nothing but the amount, and answers so."""
    given = facts(finding=None, cause=None, charged_on=None, claimed_on=None).model_copy(update={"answers": {}})
    put: list[str] = []
    for answer in (*answers, ""):
        found = interview(given, EDITION)
        assert isinstance(found, Decision)
        if found.what.question is None:
            assert found.what.proposal
            return [*put, f"→ {found.what.proposal.kind}"]
        put.append(found.what.question.question)
        given = given.model_copy(update={"answers": {**given.answers, put[-1]: answer}})
    return put


def test_nothing_was_charged_and_one_question_is_enough():
    assert path("corrected_in_time") == ["charged", "→ none"]


def test_too_old_ends_with_the_second_question():
    assert path("was_charged", "over_years") == ["charged", "age", "→ refuse"]


def test_too_late_ends_with_the_third():
    assert path("was_charged", "within_years", "over_months") == ["charged", "age", "unsubscribed", "→ refuse"]


def test_right_ends_with_the_fourth():
    put = path("was_charged", "within_years", "within_months", "disproven")
    assert put == ["charged", "age", "unsubscribed", "finding", "→ none"]


def test_unproven_asks_whether_the_customer_insists():
    put = path("was_charged", "within_years", "not_cancelled", "unproven", "insists")
    assert put[3:] == ["finding", "insists", "→ principal"]


def test_the_longest_way_has_seven_questions():
    put = path("was_charged", "within_years", "not_cancelled", "proven", "ours", "personal", "was_volume")
    assert put == ["charged", "age", "unsubscribed", "finding", "origin", "product", "what", "→ double"]


def test_on_demand_asks_for_the_reminder():
    put = path("was_charged", "within_years", "not_cancelled", "proven", "ours", "on_demand", "charged_before")
    assert put[-2:] == ["reminder", "→ double"]


def test_a_question_comes_with_its_answers_and_its_clause():
    found = interview(facts(), EDITION)
    assert isinstance(found, Decision) and found.what.question
    assert found.what.question.options == tuple(QUESTIONS["what"].options)
    assert (found.because[0].clause, found.because[0].code) == ("C4.8.6", "to-be-asked")
    sentence = explain(found, "en", EDITION)[0]
    assert sentence.startswith("The next question: Which of these is it? (A discount not applied, or not set up, ")
    assert sentence.endswith("None of these) (C4.8.6)")


def test_at_its_end_it_gives_the_proposal_with_all_its_reasons():
    found = interview(facts({"what": "was_volume"}), EDITION)
    assert isinstance(found, Decision) and found.what.question is None and found.what.proposal
    assert [reason.code for reason in found.because] == ["inside-holds", "sum-doubled"]
    assert found.as_json()["what"]["proposal"]["total"] == "20.00"


class TestSteps:
    def test_they_tell_what_facts_decided_and_what_a_person(self):
        told = {step.question.code: (step.option.code, step.known) for step in steps(facts(), EDITION)}
        assert told == {
            "charged": ("was_charged", True),
            "age": ("within_years", True),
            "unsubscribed": ("not_cancelled", False),
            "finding": ("proven", True),
            "origin": ("ours", False),
            "product": ("personal", False),
        }

    def test_what_a_cause_suggests_is_known_and_a_fact_outdoes_an_answer(self):
        given = facts({"age": "over_years"}).model_copy(update={"answers": {"age": "over_years"}})
        told = {step.question.code: step.known for step in steps(given, EDITION)}
        assert told == {"charged": True, "age": True}
        given = facts().model_copy(update={"answers": {"unsubscribed": "not_cancelled"}})
        assert {step.question.code: step.known for step in steps(given, EDITION)}["origin"]

    def test_none_is_decided_behind_the_open_one(self):
        given = facts(cause=None).model_copy(
            update={"answers": {"what": "was_volume", "unsubscribed": "not_cancelled"}}
        )
        assert [step.question.code for step in steps(given, EDITION)] == ["charged", "age", "unsubscribed", "finding"]


def test_of_two_codes_that_fit_the_longer_one_speaks():
    origin = QUESTIONS["origin"].model_copy(update={"from_cause": {"sp": "ours", "sp.other": "others"}})
    rule = EDITION.double_refund.model_copy(update={"questions": {**QUESTIONS, "origin": origin}})
    edition = replace(EDITION, double_refund=rule)
    for cause, answer in (("sp.other", "others"), ("sp.use", "ours"), ("sp", "ours")):
        given = facts(cause=cause).model_copy(update={"answers": {"unsubscribed": "not_cancelled"}})
        assert {step.question.code: step.option.code for step in steps(given, edition)}["origin"] == answer


def test_an_interview_that_goes_on_has_no_end():
    assert walk(facts(), EDITION).end == ""
    assert walk(facts({"what": "was_none"}), EDITION).end == "single"


@pytest.mark.parametrize("code", QUESTIONS)
def test_every_question_has_two_answers_or_more(code: str):
    assert len(QUESTIONS[code].options) >= 2


def test_a_refusal_is_not_a_question():
    assert isinstance(interview(facts(amount="0.00"), EDITION), Refused)


@pytest.mark.parametrize(
    "made",
    [
        Proposal("none", ZERO, ZERO, ZERO),
        Asked("what", ()),
        Interview(None, None),
        Walk((), None),
        Step(QUESTIONS["charged"], QUESTIONS["charged"].options["was_charged"], known=True),
    ],
)
def test_what_was_decided_can_not_be_changed(made: Any):
    with pytest.raises(FrozenInstanceError):
        setattr(made, next(iter(made.__dataclass_fields__)), "")
