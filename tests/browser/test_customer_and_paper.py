"""A customer's data is masked until a reason is given; the reception form proves itself."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.desk import Work

Visit = Callable[..., Page]


def test_a_customer_is_shown_in_full_once_and_for_a_reason(visit: Visit, stories: dict[str, int]) -> None:
    page = visit("1001")
    work = Work.open(page, stories["reveal"])
    box = page.locator(".ticket-customer .panel").first
    expect(box).not_to_contain_text("14300000106")
    page.locator("details.inline-form:has(form[action$='/reveal']) > summary").click()
    work.press("reveal")
    expect(page.locator(".ticket-customer .field-error").first).to_be_visible()
    expect(box).not_to_contain_text("14300000106")
    work.form("reveal").locator("[name=reason]").select_option("contact_on_complaint")
    work.press("reveal")
    expect(box).to_contain_text("14300000106")
    expect(box).to_contain_text("14300990106")
    Work.open(page, stories["reveal"])
    expect(box).not_to_contain_text("14300000106")
    expect(box).to_contain_text("143****0106")
    expect(work.timeline.locator("li", has_text=re.compile("查看完整客户资料|shown in full"))).to_have_count(1)


def test_the_reception_form_has_two_copies_and_a_code_that_verifies(visit: Visit, stories: dict[str, int]) -> None:
    page = visit("1001")
    Work.open(page, stories["print"])
    serial = page.locator("h1").inner_text().strip()
    page.context.add_init_script("window.print = () => {}")
    page.keyboard.press("Alt+p")
    page.wait_for_url("**/form")
    expect(page.locator(".sheet-preview .copy")).to_have_count(2)
    page.locator("form.register button").click()
    page.wait_for_url("**/form?code=*")
    page.emulate_media(media="print")
    copies = page.locator(".copy")
    expect(copies).to_have_count(2)
    for copy in copies.all():
        expect(copy).to_contain_text(serial)
        expect(copy).to_contain_text("充值五十元")
        expect(copy.locator("code, svg")).to_have_count(2)
    expect(page.locator("form.register, [data-print]").locator("visible=true")).to_have_count(0)
    assert page.pdf(format="A4").startswith(b"%PDF")
    code = copies.first.locator("code").inner_text()

    checker = visit("9002")
    checker.goto("/forms/verify")
    checker.fill("[name=serial]", serial)
    checker.fill("[name=code]", code.lower())
    checker.press("[name=code]", "Enter")
    expect(checker.locator(".notice-success")).to_be_visible()
    checker.fill("[name=code]", "00000-00000")
    checker.press("[name=code]", "Enter")
    expect(checker.locator(".notice-error")).to_be_visible()


def test_a_why_leads_to_the_clause_in_the_handbook(visit: Visit, stories: dict[str, int]) -> None:
    page = visit("1001")
    Work.open(page, stories["why"])
    page.locator("#strip details.why summary").click()
    clause = page.locator("#strip .why-panel a.clause").first
    name = clause.inner_text()
    clause.click()
    page.wait_for_url("**/handbook/clause/**")
    expect(page.locator("h1")).to_contain_text(name)
    expect(page.locator("main table tbody tr").first).to_be_visible()
