"""Money (C4.8): amounts are strings outside, `Decimal` with two places inside, and never a float."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from shouwen.handbook.decision import plain
from shouwen.handbook.money import ZERO, SignedYuan, Yuan, shown, spell, total, yuan
from shouwen.handbook.sentences import say
from tests.rules.worked import EDITION

# A busy machine is slow; that is no mistake of the rules.
ANY_TIME = settings(max_examples=60, deadline=None)
amounts = st.decimals("-9999999999.99", "9999999999.99", places=2, allow_nan=False)


class Given(BaseModel):
    amount: Yuan = ZERO
    change: SignedYuan = ZERO


@pytest.mark.parametrize(
    ("given", "amount"),
    [
        ("12.30", "12.30"),
        ("12.3", "12.30"),
        ("12", "12.00"),
        ("0", "0.00"),
        ("007.50", "7.50"),
        ("-0.00", "0.00"),
        ("-12.30", "-12.30"),
        ("+1", "1.00"),
        (5, "5.00"),
        (-5, "-5.00"),
        (Decimal("1.5"), "1.50"),
        (Decimal("1.500"), "1.50"),
        (Decimal("1E+2"), "100.00"),
        ("9999999999.99", "9999999999.99"),
        (Decimal("-9999999999.99"), "-9999999999.99"),
    ],
)
def test_an_amount_has_two_places(given: Any, amount: str):
    assert str(yuan(given)) == spell(yuan(given)) == amount


@pytest.mark.parametrize(
    "given",
    [
        "", " 1", "1 ", "1.", ".5", "1.234", "1,234.00", "1e3", "--1", "+-1", "0x1", "１２", "¥1", "1.2.3", "1_000",
        "10000000000", "-10000000000", 10_000_000_000, Decimal("10000000000.00"), Decimal("1.005"),
        Decimal("NaN"), Decimal("Infinity"), Decimal("1E+40"), Decimal("1E-40"), 1.0, 0.1, float("nan"), True,
        False, None, b"1", [1], "1\n",
    ],
)  # fmt: skip
def test_whatever_is_not_exactly_an_amount_is_refused(given: Any):
    with pytest.raises(ValueError):
        yuan(given)


def test_minus_nothing_is_nothing():
    assert str(yuan(Decimal("-0.00"))) == "0.00"


def test_people_read_thousands_apart_and_files_do_not():
    assert (shown(Decimal("1234567.5")), spell(Decimal("1234567.5"))) == ("1,234,567.50", "1234567.50")
    assert (shown(Decimal("-1234.5")), spell(Decimal("-1234.5"))) == ("-1,234.50", "-1234.50")


def test_the_sum_of_nothing_is_nothing():
    assert str(total([])) == "0.00"
    assert str(total([Decimal("0.10")] * 3)) == "0.30"


def test_a_sum_takes_no_float_and_does_not_outgrow_its_column():
    with pytest.raises(ValueError):
        total([Decimal("0.10"), 0.2])  # type: ignore[list-item]
    with pytest.raises(ValueError):
        total([Decimal("9999999999.99"), Decimal("0.01")])


class TestFacts:
    def test_a_string_comes_in_and_goes_out(self):
        facts = Given.model_validate_json('{"amount": "1234.5", "change": "-0.01"}')
        assert (facts.amount, facts.change) == (Decimal("1234.50"), Decimal("-0.01"))
        assert facts.model_dump_json() == '{"amount":"1234.50","change":"-0.01"}'
        assert facts.model_dump()["amount"] == Decimal("1234.50")

    @pytest.mark.parametrize("wrong", ["12.30", "12", "true", "null", '"-0.01"', '"1.001"', '""', '["1"]'])
    def test_a_number_of_json_is_no_amount(self, wrong: str):
        with pytest.raises(ValidationError):
            Given.model_validate_json(f'{{"amount": {wrong}}}')

    @pytest.mark.parametrize("wrong", ["-12.30", "12", "false", '"--1"'])
    def test_nor_where_it_may_be_below_nothing(self, wrong: str):
        with pytest.raises(ValidationError):
            Given.model_validate_json(f'{{"change": {wrong}}}')

    def test_nothing_is_an_amount(self):
        assert Given(amount=Decimal("0")).amount == ZERO

    def test_the_schema_says_that_it_is_a_string(self):
        schema = Given.model_json_schema()["properties"]
        assert schema["amount"]["type"] == schema["change"]["type"] == "string"

    def test_decisions_and_events_hold_strings(self):
        assert plain({"amounts": [Decimal("1.5")]}) == {"amounts": ["1.50"]}


class TestSentences:
    def test_an_amount_is_told_with_its_thousands_apart(self):
        assert say("{amount:money}", {"amount": "12345.60"}, "zh", EDITION) == "12,345.60"
        assert say("{amount:money}", {"amount": Decimal("0.5")}, "en", EDITION) == "0.50"

    def test_what_is_no_amount_stands_as_it_is(self):
        assert say("{amount:money}", {"amount": "much"}, "zh", EDITION) == "much"


@ANY_TIME
@given(amounts)
def test_spelling_and_reading_come_back_to_the_same(amount: Decimal):
    assert yuan(spell(amount)) == amount
    assert yuan(shown(amount).replace(",", "")) == amount


@ANY_TIME
@given(st.lists(st.decimals("-99999.99", "99999.99", places=2)))
def test_a_sum_is_exact_in_any_order(amounts: list[Decimal]):
    cents = sum(int(amount * 100) for amount in amounts)
    assert total(amounts) == total(reversed(amounts)) == Decimal(cents) / 100


@ANY_TIME
@given(st.floats())
def test_no_float_is_ever_money(value: float):
    with pytest.raises(ValueError):
        yuan(value)  # type: ignore[arg-type]
