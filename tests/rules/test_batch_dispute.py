"""C4.8.4: more than ten customers or a total over 3,000, gifts included; two flows, and their papers."""

from dataclasses import FrozenInstanceError
from decimal import Decimal
from typing import Any

import pytest

from shouwen.handbook.batchrule import BatchFacts, BatchRuling, decide, is_batch
from shouwen.handbook.decision import Decision, explain
from tests.rules.worked import EDITION

FAULT = ("notice", "countersign", "review", "sample", "execute", "inform")
NOT_FAULT = ("request", "leaders", "review", "sample", "execute", "inform")


def decided(customers: int, total: str, **more: Any) -> Decision[BatchRuling]:
    return decide(BatchFacts(customers=customers, total=total, **more), EDITION)  # type: ignore[arg-type]


class TestSize:
    @pytest.mark.parametrize(
        ("customers", "total", "batch"),
        [
            (10, "3000.00", False),
            (11, "0.01", True),
            (11, "3000.00", True),
            (10, "3000.01", True),
            (1, "3000.00", False),
            (1, "3000.01", True),
            (1, "0.01", False),
            (5_000, "250000.00", True),
        ],
    )
    def test_ten_customers_are_no_batch_and_eleven_are_3000_00_is_none_and_3000_01_is(
        self, customers: int, total: str, batch: bool
    ):
        assert decided(customers, total).what.batch is batch
        assert is_batch(customers, Decimal(total), EDITION) is batch

    def test_without_money_one_customer_is_enough(self):
        found = decided(1, "0.00")
        assert (found.what.batch, found.what.with_money) == (True, False)
        assert found.because[0].code == "batch-without-money"

    def test_no_amount_given_is_without_money(self):
        assert not decide(BatchFacts(customers=3), EDITION).what.with_money

    def test_a_single_one_goes_the_single_way_without_steps(self):
        found = decided(10, "3000.00", flow="fault", papers=())
        assert found.what == BatchRuling(batch=False, with_money=True, steps=(), papers=(), missing=())
        assert [reason.code for reason in found.because] == ["not-a-batch"]

    @pytest.mark.parametrize(
        ("customers", "total", "code"),
        [
            (11, "0.01", "batch-by-customers"),
            (11, "3000.01", "batch-by-customers"),
            (10, "3000.01", "batch-by-total"),
        ],
    )
    def test_the_reason_says_what_made_it_one(self, customers: int, total: str, code: str):
        reason = decided(customers, total).because[0]
        assert (reason.code, reason.clause) == (code, "C4.8.4")
        assert dict(reason.facts) == {"customers": customers, "more": 10, "total": total, "over": "3000.00"}


class TestFlows:
    def test_a_fault_goes_by_notice_countersignature_check_execution_and_information(self):
        found = decided(11, "220.00", flow="fault").what
        assert (found.steps, found.papers) == (FAULT, ("notice", "fault_order"))

    def test_otherwise_the_department_asks_the_company_first(self):
        found = decided(11, "220.00", flow="not_fault").what
        assert (found.steps, found.papers) == (NOT_FAULT, ("company_request",))

    def test_a_fault_without_money_goes_the_same_way(self):
        assert decided(2, "0.00", flow="fault").what.steps == FAULT

    def test_otherwise_without_money_nobody_asks_the_company(self):
        found = decided(2, "0.00", flow="not_fault").what
        assert (found.steps, found.papers, found.missing) == (NOT_FAULT[2:], (), ())

    def test_a_flow_not_said_yet_leaves_the_steps_open(self):
        found = decided(11, "220.00")
        assert (found.what.steps, found.what.papers) == ((), ())
        assert [reason.code for reason in found.because] == ["batch-by-customers"]


class TestPapers:
    def test_a_missing_paper_is_named(self):
        found = decided(11, "220.00", flow="fault", papers=("notice", "other"))
        assert found.what.missing == ("fault_order",)
        assert [reason.code for reason in found.because] == ["batch-by-customers", "batch-flow", "batch-papers-missing"]

    def test_with_all_papers_nothing_is_missing(self):
        found = decided(11, "220.00", flow="fault", papers=("fault_order", "notice"))
        assert found.what.missing == ()
        assert [reason.code for reason in found.because] == ["batch-by-customers", "batch-flow"]

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_in_words(self, language: Any):
        told = explain(decided(11, "1220.00", flow="fault"), language, EDITION)
        assert "10" in told[0] and all("…" not in sentence for sentence in told)


def test_what_was_decided_can_not_be_changed():
    with pytest.raises(FrozenInstanceError):
        decided(10, "3000.00").what.batch = True  # type: ignore[misc]
