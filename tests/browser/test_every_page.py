"""Every main page: for each who may open it, in both languages, in the dark and on a phone."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.cast import PEOPLE

Visit = Callable[..., Page]
ROLES = {role: code for code, _, _, role, _, _ in reversed(PEOPLE.values())}
WORK = ["/", "/tickets/new", "/queues?all=1", "/team", "/search?q=信号", "/incidents", "/customers", "/customers/marks",
        "/messages", "/handbook", "/handbook/clause/C5.2", "/handbook/decide/urgency", "/forms/verify",
        "/disputes", "/disputes?all=1", "/disputes/new", "/late-fees/new",
        "/admin/calendar", "/account/password/", "/account/2fa/"]  # fmt: skip
HOUSE = ["/admin/units", "/admin/units/new", "/admin/staff", "/admin/staff/new", "/admin/groups", "/admin/groups/new",
         "/admin/calendar/2026", "/admin/segments", "/imports"]  # fmt: skip
CJK = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("role", ROLES)
def test_each_way_out_of_the_rail_is_open(visit: Visit, role: str) -> None:
    page = visit(ROLES[role])
    ways = page.locator(".rail-link").evaluate_all("all => all.map(each => each.href)")
    assert len(ways) > 3
    assert {way: page.request.get(way).status for way in ways} == dict.fromkeys(ways, 200)


def _walk(page: Page, stories: dict[str, int], pages: list[str]) -> Iterator[str]:
    own = [f"/tickets/{stories['why']}", f"/tickets/{stories['print']}/form"] if pages is WORK else []
    for each in [*pages, *own]:
        answer = page.goto(each)
        assert answer and answer.status == 200, each
        yield each


@pytest.mark.parametrize(("code", "pages"), [("1003", WORK), ("9003", HOUSE)], ids=["manager", "admin"])
def test_on_a_phone_no_page_scrolls_sideways(
    visit: Visit, stories: dict[str, int], code: str, pages: list[str]
) -> None:
    page = visit(code, phone=True)
    wide = "document.documentElement.scrollWidth > innerWidth"
    assert [each for each in _walk(page, stories, pages) if page.evaluate(wide)] == []


def test_on_a_phone_rows_are_cards(visit: Visit) -> None:
    page = visit("1003", phone=True)
    page.goto("/queues?all=1")
    card = page.locator("#queue tbody tr").first
    assert card.evaluate("each => getComputedStyle(each).display") != "table-row"


@pytest.mark.parametrize(("code", "pages"), [("1003", WORK), ("9003", HOUSE)], ids=["manager", "admin"])
def test_in_the_dark_no_page_stays_bright(visit: Visit, stories: dict[str, int], code: str, pages: list[str]) -> None:
    page = visit(code, dark=True)
    bright = """[...document.querySelectorAll('body, main, .panel, .rail, .topbar, input, select, textarea, th, td')]
        .filter(each => each.checkVisibility())
        .filter(each => { const [r, g, b, a = 1] = getComputedStyle(each).backgroundColor.match(/[\\d.]+/g).map(Number);
                          return a > 0.5 && r + g + b > 600; }).map(each => each.outerHTML.slice(0, 80))"""
    found = {each: page.evaluate(bright) for each in _walk(page, stories, pages) if not each.endswith("/form")}
    assert {each: parts for each, parts in found.items() if parts} == {}


@pytest.mark.parametrize(("code", "pages"), [("1003", WORK), ("9003", HOUSE)], ids=["manager", "admin"])
def test_each_page_speaks_english_where_that_is_asked(
    visit: Visit, stories: dict[str, int], code: str, pages: list[str]
) -> None:
    page = visit(code, language="en-GB")
    for each in _walk(page, stories, pages):
        assert page.evaluate("document.documentElement.lang") == "en", each
        labels = page.locator(".rail-link, thead th, .field-label").all_inner_texts()
        assert [label for label in labels if CJK.search(label)] == [], each


def test_the_language_is_changed_on_the_page_and_stays(visit: Visit) -> None:
    page = visit("1002", anew=True, language="en-GB")
    page.locator(".topbar details.menu summary").click()
    page.click("button[name=language][value='zh-hans']")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    page.goto("/queues")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")


def test_what_is_not_there_says_so_in_the_frame_of_the_product(visit: Visit) -> None:
    page = visit("1001")
    answer = page.goto("/tickets/999999")
    assert answer and answer.status == 404
    expect(page.locator(".plain-card h1")).to_be_visible()
    answer = page.goto("/admin/staff")
    assert answer and answer.status == 403
