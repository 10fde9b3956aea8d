"""A refund is ordered once for each key, and a reversal never takes back more than was paid (C4.8)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from shouwen.ledger.door import Refusal
from shouwen.ledger.models import Event
from shouwen.refunds.models import Refund
from shouwen.refunds.ordering import order_many
from tests.cast import Cast
from tests.refunds.ordering import new, ordered, ordered_many


def refusal(call: Any, *args: Any, **said: Any) -> str:
    """The code with which ordering was refused; nothing of it stays."""
    with pytest.raises(Refusal) as raised, transaction.atomic():
        call(*args, **said)
    return raised.value.refused.code


def paid(refund: Refund, cast: Cast) -> Refund:
    """As if billing had booked it."""
    refund.state, refund.booked, refund.period = "done", refund.total, "2026-03"
    refund.booked_at = refund.done_at = cast.morning
    refund.save()
    return refund


def test_an_order_is_one_refund_with_one_event(cast: Cast) -> None:
    refund = ordered(cast, "D1-1")
    assert (refund.state, refund.total, refund.path) == ("due", Decimal("60.00"), cast.clerk.unit.path)
    event = Event.objects.get(chain=refund.chain_id)
    assert (event.code, event.facts["total"], event.actor) == ("refund.ordered", "60.00", cast.clerk.code)
    assert refund.chain.name == "refund/D1-1"


def test_the_same_key_again_is_the_same_refund(cast: Cast) -> None:
    assert ordered(cast, "D1-1").pk == ordered(cast, "D1-1", at=cast.after(hours=1)).pk
    assert Refund.rows.count() == 1


def test_the_same_key_for_something_else_is_refused(cast: Cast) -> None:
    ordered(cast, "D1-1")
    assert refusal(ordered, cast, "D1-1", "31.00") == "refund-ordered-otherwise"
    assert refusal(ordered, cast, "D1-1", customer=cast.customers["gold"]) == "refund-ordered-otherwise"


def test_many_are_ordered_in_a_few_statements_and_again_without_harm(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        first = ordered_many(cast, 200, at=cast.morning)
    again = ordered_many(cast, 201, at=cast.morning)
    assert [one.pk for one in again[:200]] == [one.pk for one in first]
    assert Refund.rows.count() == 201
    assert Event.objects.filter(code="refund.ordered").count() == 201
    assert list(Refund.rows.order_by("pk").values_list("key", flat=True))[:2] == ["many-1", "many-2"]


def test_twice_the_same_key_among_many_is_one(cast: Cast) -> None:
    rows = [new(cast, "A"), new(cast, "A")]
    assert len({one.pk for one in order_many(rows, by=cast.clerk, at=cast.morning)}) == 1
    assert refusal(order_many, [new(cast, "B"), new(cast, "B", "1.00")], by=cast.clerk, at=cast.morning) == (
        "refund-ordered-otherwise"
    )


@pytest.mark.parametrize(("principal", "gift"), [("0.00", "0.00"), ("-1.00", "0.00"), ("5.00", "-1.00")])
def test_a_refund_is_above_zero(cast: Cast, principal: str, gift: str) -> None:
    assert refusal(ordered, cast, "D1-1", principal, gift) == "refund-amount-wrong"


def test_cents_have_no_parts_and_are_no_floats(cast: Cast) -> None:
    with pytest.raises(ValueError):
        ordered(cast, "D1-1", "1.005")
    with pytest.raises(ValueError):
        order_many([replace(new(cast, "F"), principal=1.5)], by=cast.clerk, at=cast.morning)  # type: ignore[arg-type]


def test_a_reversal_takes_back_what_was_paid_and_no_more(cast: Cast) -> None:
    original = paid(ordered(cast, "D1-1", "30.00", "30.00"), cast)
    back = {"kind": "reversal", "reverses": original}
    first = ordered(cast, "D1-R1", "-20.00", "-30.00", **back)
    assert first.total == Decimal("-50.00")
    assert refusal(ordered, cast, "D1-R2", "-10.01", "0.00", **back) == "reversal-too-much"
    assert refusal(ordered, cast, "D1-R2", "0.00", "-0.01", **back) == "reversal-too-much"
    ordered(cast, "D1-R2", "-10.00", "0.00", **back)


def test_reversals_ordered_together_are_counted_together(cast: Cast) -> None:
    original = paid(ordered(cast, "D1-1", "30.00", "0.00"), cast)
    two = [new(cast, f"R{n}", "-20.00", "0.00", kind="reversal", reverses=original) for n in (1, 2)]
    assert refusal(order_many, two, by=cast.clerk, at=cast.morning) == "reversal-too-much"


def test_only_what_was_paid_to_this_customer_is_reversed(cast: Cast) -> None:
    original = ordered(cast, "D1-1", "30.00", "0.00")
    back = {"kind": "reversal", "reverses": original}
    assert refusal(ordered, cast, "R1", "-20.00", "0.00", **back) == "refund-not-reversible"
    paid(original, cast)
    other = cast.customers["gold"]
    assert refusal(ordered, cast, "R1", "-20.00", "0.00", customer=other, **back) == "refund-not-reversible"
    assert refusal(ordered, cast, "R1", "20.00", "0.00", **back) == "refund-amount-wrong"
    reversal = paid(ordered(cast, "R1", "-20.00", "0.00", **back), cast)
    again = {"kind": "reversal", "reverses": reversal}
    assert refusal(ordered, cast, "R2", "-1.00", "0.00", **again) == "refund-not-reversible"
