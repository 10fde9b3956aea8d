"""Queues, bulk transfer and search."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.world import NOT_ARRIVED

Visit = Callable[..., Page]


def test_several_tickets_are_transferred_at_once(visit: Visit) -> None:
    page = visit("1008")
    page.goto("/queues?group=QD-BIL&words=充错号码&all=1")
    rows = page.locator("#queue tbody tr")
    expect(rows).to_have_count(4)
    expect(page.locator("#bulk-transfer")).to_be_hidden()
    for place in range(3):
        rows.nth(place).locator("[data-row-check]").check()
    bar = page.locator("#bulk-transfer")
    expect(bar.locator("[data-bulk-count]")).to_have_text("3")
    bar.locator("[name=to]").select_option("QD-SUP")
    bar.locator("[name=tried]").fill("账务已核，须营业支撑退补")
    bar.locator("button[type=submit]").click()
    expect(page.locator(".outcome-done")).to_have_count(3)
    page.goto("/queues?group=QD-BIL&words=充错号码&all=1")
    expect(rows).to_have_count(1)


def test_rows_are_walked_by_key(visit: Visit) -> None:
    page = visit("1008")
    page.goto("/queues?all=1")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#queue [data-row-check]").nth(1)).to_be_checked()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tickets/*")


def test_two_characters_find_a_ticket(visit: Visit, stories: dict[str, int]) -> None:
    page = visit("1001")
    page.keyboard.press("/")
    page.keyboard.type("补登")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    found = page.locator(f"tr:has(a[href='/tickets/{stories['print']}'])")
    expect(found).to_be_visible()
    assert "补登" in NOT_ARRIVED
    expect(found.locator("mark").first).to_have_text("补登")


def test_a_number_finds_tickets_and_a_serial_opens_its_own(visit: Visit, stories: dict[str, int]) -> None:
    page = visit("1001")
    page.goto("/search?q=14300000107")
    found = page.locator(f"a.row-link[href='/tickets/{stories['print']}']")
    expect(found).to_be_visible()
    page.goto(f"/search?q={found.inner_text()}")
    expect(page).to_have_url(re.compile(rf"/tickets/{stories['print']}$"))


def test_a_view_is_kept_under_a_name_and_opened_again(visit: Visit) -> None:
    page = visit("1008")
    page.goto("/queues?state=queued&priority=normal")
    page.locator("details.menu:has(.view-keep) > summary").click()
    page.fill(".view-keep input[name=name]", "一般待接")
    page.click(".view-keep button")
    page.goto("/queues")
    page.locator("details.menu:has(.view-keep) > summary").click()
    page.get_by_role("link", name="一般待接").click()
    page.wait_for_url("**/queues?**state=queued**")
    expect(page.locator("[name=priority]")).to_have_value("normal")
