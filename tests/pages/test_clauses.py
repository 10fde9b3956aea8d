"""The handbook page: what the edition lays down, clause by clause."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from shouwen.clauses import under
from shouwen.handbook.load import shipped
from shouwen.people.models import Staff
from tests.cast import Cast


def test_the_limits_stand_under_their_clause_with_their_hours() -> None:
    with translation.override("zh-hans"):
        rows = {code: laid_down for listing in under.under("C5.2") for _, code, laid_down in listing.rows}
    assert rows["vip"] == f"小时：{shipped().deadlines.types['vip'].hours}"


def test_a_clause_holds_those_below_it_and_not_those_that_only_look_alike() -> None:
    kinds = {code for listing in under.under("C1.3") for _, code, _ in listing.rows}
    assert {"major", "bypass", "batch"} <= kinds
    assert under.under("C1.33") == []


def test_clauses_come_in_the_order_of_the_handbook() -> None:
    names = [clause for clause, _, _ in under.all_clauses()]
    assert names.index("C1.3.2") < names.index("C1.3.8") < names.index("C3.1") < names.index("L1") < names.index("M4")


def test_codes_are_told_in_words() -> None:
    with translation.override("zh-hans"):
        told = [
            laid_down for listing in under.under("C4.5") for _, code, laid_down in listing.rows if code == "transfer"
        ]
    assert any("由：在手" in laid_down and "至：待接" in laid_down for laid_down in told)


@pytest.mark.parametrize("group", under.GROUPS)
def test_every_list_of_the_page_is_a_list_of_the_edition(group: str) -> None:
    assert group in shipped().groups


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_clause_that_a_reason_or_refusal_cites_has_its_page(
    cast: Cast, signed_in: Callable[[Staff], Client], language: str
) -> None:
    browser = signed_in(cast.clerk)
    cited = {entry.clause for told in (shipped().reasons, shipped().refusals) for entry in told.values()}
    for clause in sorted(cited):
        answer = browser.get(f"/handbook/clause/{clause}", headers={"Accept-Language": language})
        assert answer.status_code == 200, clause


def test_the_index_leads_to_every_clause_and_an_unknown_one_is_not_there(
    cast: Cast, signed_in: Callable[[Staff], Client]
) -> None:
    browser = signed_in(cast.clerk)
    assert 'href="/handbook/clause/C5.2"' in browser.get("/handbook").content.decode()
    assert browser.get("/handbook/clause/C99").status_code == 404
