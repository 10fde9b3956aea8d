"""The handbook page: what the edition lays down, clause by clause."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from shouwen.clauses import under
from shouwen.clauses.tables import CHAPTERS
from shouwen.handbook.decide import CHAPTERS as DECISIONS
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


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_chapter_has_its_page_in_both_languages(
    cast: Cast, signed_in: Callable[[Staff], Client], chapter: str, language: str
) -> None:
    answer = signed_in(cast.clerk).get(f"/handbook/chapter/{chapter}", headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert all(table.rows for table in answer.context["tables"])
    assert all(len(row.cells) == len(table.heads) for table in answer.context["tables"] for row in table.rows)


def test_the_matrix_says_who_may_void(cast: Cast, signed_in: Callable[[Staff], Client]) -> None:
    tables = signed_in(cast.clerk).get("/handbook/chapter/roles").context["tables"]
    consent = next(row for row in tables[1].rows if row.anchor == "rights-consent")
    may = [role for role, cell in zip(shipped().roles, consent.cells, strict=True) if cell]
    assert may == [code for code, role in shipped().roles.items() if "consent" in role.rights]


def test_the_tree_page_holds_every_category(cast: Cast, signed_in: Callable[[Staff], Client]) -> None:
    tables = signed_in(cast.clerk).get("/handbook/chapter/categories").context["tables"]
    assert sum(len(table.rows) for table in tables) == len(shipped().categories)


def test_a_chapter_that_is_not_there_is_not_there(cast: Cast, signed_in: Callable[[Staff], Client]) -> None:
    browser = signed_in(cast.clerk)
    assert browser.get("/handbook/chapter/nothing").status_code == 404
    assert browser.get("/handbook/decide/nothing").status_code == 404


@pytest.mark.parametrize("chapter", DECISIONS)
def test_every_decision_is_tried_with_its_example_by_form_and_by_json(
    cast: Cast, signed_in: Callable[[Staff], Client], chapter: str
) -> None:
    browser = signed_in(cast.clerk)
    page = browser.get(f"/handbook/decide/{chapter}")
    by_json = browser.post(f"/handbook/decide/{chapter}", {"facts": page.context["facts"]})
    filled = {bound.name: bound.value() for bound in page.context["form"] if bound.value() not in (None, "")}
    by_form = browser.post(f"/handbook/decide/{chapter}", filled)
    assert by_json.status_code == by_form.status_code == 200
    assert by_json.context["sentences"]
    assert by_json.context["findings"]
    assert by_form.context["sentences"] == by_json.context["sentences"]


def test_a_program_gets_json(cast: Cast, signed_in: Callable[[Staff], Client]) -> None:
    browser = signed_in(cast.clerk)
    answer = browser.post("/handbook/decide/priority", '{"grade": "gold"}', content_type="application/json")
    assert answer.json()["what"]["code"] == "express"
    assert answer.json()["because"][0]["clause"] == "C4.3"
    wrong = browser.post("/handbook/decide/priority", '{"grade": "tin"}', content_type="application/json")
    assert wrong.status_code == 422
    assert wrong.json()["problems"]


def test_facts_that_are_wrong_are_told_at_their_field(cast: Cast, signed_in: Callable[[Staff], Client]) -> None:
    browser = signed_in(cast.clerk)
    answer = browser.post("/handbook/decide/working-time", {"start": "2026-11-20T09:00"})
    assert answer.status_code == 422
    assert answer.context["problems"]
    answer = browser.post("/handbook/decide/deadlines", {"category": "basic.voice.dropped"})
    assert answer.context["form"].errors["contacted_at"]
    assert browser.post("/handbook/decide/deadlines", {"facts": "{"}).status_code == 422
