"""Money goes back: a dispute is opened from a ticket, checked, interviewed by key, granted or signed."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.disputed import DISPUTE, DONE, Disputed

Visit = Callable[..., Page]


def test_a_small_refund_is_granted_on_own_authority(visit: Visit, stories: dict[str, int], tmp_path: Path) -> None:
    page = visit("1001")
    mine = Disputed(page, stories["small dispute"])
    mine.open("29.00")
    mine.check(tmp_path)
    mine.interview("1", "1", "1", "4")
    expect(page.locator("#strip")).to_contain_text("58.00")
    mine.do("grant")
    mine.state("promised")
    expect(page.locator("#standing")).to_contain_text("58.00")
    page.goto("/disputes?whose=mine")
    expect(page.locator("#disputes tbody")).to_contain_text("58.00")


def test_a_larger_one_goes_to_the_hall_manager(visit: Visit, stories: dict[str, int], tmp_path: Path) -> None:
    page = visit("1001")
    mine = Disputed(page, stories["large dispute"])
    mine.open("158.00")
    mine.check(tmp_path)
    mine.interview("1", "1", "1", "4")
    page.fill("#composer [name=why]", "核查属实，按双倍返还")
    mine.do("apply")
    mine.state("applied")
    expect(page.locator("form[action$='/sign']")).to_have_count(0)

    manager = visit("1003")
    manager.goto(f"/disputes/{mine.key}")
    expect(manager.locator("#signing")).to_contain_text("316.00")
    manager.locator("form[action$='/sign'] button[type=submit]").click()
    manager.wait_for_url(DONE)
    expect(manager.locator("#strip .state-promised")).to_be_visible()
    page.goto(f"/disputes/{mine.key}")
    expect(page.locator("#standing .level-yes")).to_contain_text("周岚")


def test_the_serial_in_the_search_box_leads_to_the_dispute(visit: Visit, stories: dict[str, int]) -> None:
    page = visit("1001")
    mine = Disputed(page, stories["hold"])
    mine.open("5.00")
    serial = page.locator("h1").inner_text()
    page.keyboard.press("/")
    page.locator(".topbar-search [name=q]").fill(serial)
    page.keyboard.press("Enter")
    page.wait_for_url(DISPUTE)
    expect(page.locator("h1")).to_have_text(serial)
