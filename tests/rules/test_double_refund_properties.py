"""C4.8.6 under any answers: outside always beats inside, and nothing is ever paid more than twice."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.handbook.decision import Decision, Refused
from shouwen.handbook.doublerefund import RefundFacts, next_question, propose
from tests.rules.worked import EDITION

# A busy machine is slow; that is no mistake of the rules.
ANY_TIME = settings(max_examples=60, deadline=None)
RULE = EDITION.double_refund
OUTSIDE = {
    (question.code, option.code)
    for question in RULE.questions.values()
    for option in question.options.values()
    if option.leads_to in RULE.outside
}
some_days = st.none() | st.dates(date(2023, 1, 1), date(2026, 11, 20))
amounts = st.decimals("0.01", "9999.99", places=2)
answers = st.fixed_dictionaries(
    {code: st.sampled_from(list(question.options)) for code, question in RULE.questions.items()}
)
some_answers = st.fixed_dictionaries(
    {}, optional={code: st.sampled_from(list(question.options)) for code, question in RULE.questions.items()}
)
cases = st.fixed_dictionaries(
    {
        "amount": amounts,
        "finding": st.sampled_from(["", *EDITION.findings]),
        "cause": st.sampled_from(["", *EDITION.dispute_causes]),
        "category": st.sampled_from(["", *(leaf.code for leaf in EDITION.categories.leaves)]),
        "charged_on": some_days,
        "claimed_on": some_days,
        "unsubscribed_on": some_days,
        "paid": st.just(Decimal("0.00")) | amounts,
    }
)


@ANY_TIME
@given(cases, answers)
def test_with_every_question_answered_there_is_a_proposal_of_at_most_twice_the_amount(
    case: dict[str, Any], said: dict[str, str]
):
    found = propose(RefundFacts(**case, answers=said), EDITION)
    assert isinstance(found, Decision)
    what, amount, paid = found.what, case["amount"], case["paid"]
    assert what.total == what.principal + what.gift
    assert min(what.principal, what.gift) >= 0 and what.total + min(paid, 2 * amount) <= 2 * amount
    assert what.gift <= amount and what.principal <= amount
    assert (what.total > 0) == EDITION.refund_kinds[what.kind].pays
    assert found.because and all(reason.clause.startswith("C4.8") for reason in found.because)


@ANY_TIME
@given(cases, answers)
def test_outside_always_beats_inside(case: dict[str, Any], said: dict[str, str]):
    facts = RefundFacts(**case | {"finding": "proven", "paid": Decimal("0.00")}, answers=said)
    found = propose(facts, EDITION)
    assert isinstance(found, Decision)
    assert (found.what.kind == "double") == (found.what.case in RULE.inside)
    if found.what.case in RULE.inside:
        put = {"charged", "origin", "product"} & said.keys()
        led_outside = {(code, said[code]) for code in put} & OUTSIDE
        # Only a date outdoes an answer, and only as to whether it was charged.
        assert led_outside <= ({("charged", "corrected_in_time")} if case["charged_on"] else set())


@ANY_TIME
@given(cases, some_answers)
def test_it_is_either_asked_or_proposed_and_each_answer_brings_it_nearer(case: dict[str, Any], said: dict[str, str]):
    facts = RefundFacts(**case, answers=said)
    for _ in RULE.questions:
        question = next_question(facts, EDITION)
        found = propose(facts, EDITION)
        assert isinstance(found, Refused) == (question is not None)
        if question is None:
            return
        assert question.code not in facts.answers
        facts = facts.model_copy(update={"answers": {**facts.answers, question.code: list(question.options)[-1]}})
    assert next_question(facts, EDITION) is None


@ANY_TIME
@given(cases, answers)
def test_what_is_unproven_or_right_is_never_doubled(case: dict[str, Any], said: dict[str, str]):
    for finding in ("unproven", "disproven"):
        found = propose(RefundFacts(**case | {"finding": finding}, answers=said), EDITION)
        assert isinstance(found, Decision)
        assert found.what.gift == 0


@ANY_TIME
@given(cases, answers, amounts)
def test_paying_the_principal_first_and_the_rest_later_comes_to_the_same(
    case: dict[str, Any], said: dict[str, str], paid: Decimal
):
    whole = propose(RefundFacts(**case | {"finding": "proven", "paid": Decimal("0.00")}, answers=said), EDITION)
    rest = propose(RefundFacts(**case | {"finding": "proven", "paid": paid}, answers=said), EDITION)
    assert isinstance(whole, Decision) and isinstance(rest, Decision)
    assert rest.what.total == max(whole.what.total - paid, Decimal("0.00"))
