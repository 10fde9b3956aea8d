"""C4.8.7 and C2.7: which papers must be there before money goes out."""

from typing import Any

import pytest

from shouwen.handbook.papers import PaperFacts, below, papers_missing, papers_needed
from tests.rules.worked import EDITION


def needed(kind: str, **more: Any) -> list[str]:
    return [rule.paper for rule in papers_needed(PaperFacts(kind=kind, **more), EDITION)]


@pytest.mark.parametrize("kind", ["double", "single", "principal", "rest"])
def test_every_refund_has_its_form_and_its_list(kind: str):
    assert needed(kind) == ["reception_form", "bill_list"]


@pytest.mark.parametrize("kind", ["none", "refuse", "adjustment"])
def test_without_money_the_form_alone(kind: str):
    assert needed(kind, cause="sp.charging") == ["reception_form"]


@pytest.mark.parametrize("kind", ["late_fee", "reversal"])
def test_a_waiver_or_reversal_has_no_list(kind: str):
    assert needed(kind, cause="company.support_system") == ["reception_form"]


def test_what_the_company_found_itself_has_no_reception_form():
    assert needed("single", own_finding=True) == ["bill_list"]
    assert needed("none", own_finding=True) == []


@pytest.mark.parametrize("cause", ["sp", "sp.charging", "sp.former_owner", "sp.other"])
@pytest.mark.parametrize("kind", ["double", "single", "rest"])
def test_a_partners_responsibility_needs_the_report_on_it(kind: str, cause: str):
    assert needed(kind, cause=cause) == ["reception_form", "bill_list", "sp_report"]


def test_our_own_systems_fault_needs_the_order_that_confirms_it():
    assert needed("double", cause="company.support_system") == ["reception_form", "bill_list", "fault_order"]


@pytest.mark.parametrize(
    "cause", ["", "company", "company.network", "company.design", "channel.dealer", "other.customer"]
)
def test_other_causes_need_no_more(cause: str):
    assert needed("double", cause=cause) == ["reception_form", "bill_list"]


@pytest.mark.parametrize("cause", ["sp.charging", "company.support_system"])
def test_the_principal_for_now_waits_for_no_report(cause: str):
    assert needed("principal", cause=cause) == ["reception_form", "bill_list"]


@pytest.mark.parametrize("category", ["security.cards.code_stolen", "security.cards.dealer_card_lost"])
def test_a_stolen_recharge_card_that_is_paid_for_needs_a_copy_of_the_identity_card_c2_7(category: str):
    rules = papers_needed(PaperFacts(kind="single", category=category), EDITION)
    assert [(rule.paper, rule.clause) for rule in rules][-1] == ("identity_copy", "C2.7")
    assert "identity_copy" not in needed("none", category=category)


@pytest.mark.parametrize(
    "category", ["", "security.privacy.leak", "basic.recharge.card_invalid", "charges.bill.double"]
)
def test_other_categories_need_none(category: str):
    assert "identity_copy" not in needed("single", category=category)


def test_what_is_there_is_not_missing():
    facts = PaperFacts(kind="double", cause="sp.charging")
    assert [rule.paper for rule in papers_missing(facts, ["reception_form", "other"], EDITION)] == [
        "bill_list",
        "sp_report",
    ]
    assert papers_missing(facts, ["sp_report", "bill_list", "reception_form"], EDITION) == ()


def test_a_code_stands_for_those_below_it_and_not_for_those_that_look_alike():
    assert below("sp.charging", ["sp"]) and below("sp", ["sp"]) and below("sp", ["company", "sp"])
    assert not below("spam.calls", ["sp"]) and not below("sp", ["sp.charging"]) and not below("", ["sp"])
    assert not below("sp", [])
