"""Signing in, and what stands in the way of who should not."""

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_a_clerk_signs_in_and_sees_their_desk(visit: Callable[..., Page]) -> None:
    page = visit("1001")
    expect(page.locator("h1")).to_have_text("我的工作台")
    expect(page.locator(".rail")).to_be_visible()


def test_the_desk_speaks_english(visit: Callable[..., Page]) -> None:
    page = visit("1001", language="en-GB")
    expect(page.locator("h1")).to_have_text("My desk")


def test_on_a_phone_the_rail_is_a_drawer(visit: Callable[..., Page]) -> None:
    page = visit("1001", phone=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("[data-rail-open]")
    expect(page.locator(".rail-link").first).to_be_in_viewport()


def test_after_repeated_failures_the_sign_in_is_locked(visit: Callable[..., Page], chromium, address) -> None:
    context = chromium.new_context(base_url=address, locale="zh-CN")
    page = context.new_page()
    for _ in range(6):
        page.goto("/account/sign-in/")
        page.fill("input[name=login]", "1002")
        page.fill("input[name=password]", "not-the-password")
        page.press("input[name=password]", "Enter")
    page.goto("/account/sign-in/")
    page.fill("input[name=login]", "1002")
    page.fill("input[name=password]", "shouwen-demo")
    page.press("input[name=password]", "Enter")
    expect(page.locator("input[name=password]")).to_be_visible()
    context.close()


def test_what_the_page_asks_by_itself_says_so_and_what_a_person_asks_does_not(visit: Callable[..., Page]) -> None:
    page, asked = visit("1003"), {}
    page.on("request", lambda one: asked.__setitem__(one.url.partition("?")[0].rpartition(":")[2], one.headers))
    page.goto("/queues")
    page.wait_for_load_state("networkidle")
    counts = {address: headers for address, headers in asked.items() if address.endswith("/count")}
    assert len(counts) > 2 and all("shouwen-live" in headers for headers in counts.values())
    here = next(headers for address, headers in asked.items() if address.endswith("/queues"))
    assert "shouwen-live" not in here
