"""The administrator sets up units, people and groups, loads a calendar, and takes in a file."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.desk import Server

Visit = Callable[..., Page]
PASSWORD = "a-first-password-7"


def _choose(page: Page, field: str, words: str) -> None:
    option = page.locator(f"[name={field}] option", has_text=words).first
    page.select_option(f"[name={field}]", option.get_attribute("value"))


def _save(page: Page) -> None:
    page.locator("main form button.btn-primary").first.click()


def _let_the_worker_work(page: Page, server: Server) -> None:
    expect(page.locator("#import-progress")).to_be_visible()
    server.run("worker", "--once")
    # The page looks every two seconds, and comes anew by itself when the work is done.
    expect(page.locator("#import-progress[data-live]")).to_have_count(0)
    expect(page.locator(".pairs-row dd")).to_have_text(["3", "2", "0", "1"])


def test_a_new_hall_gets_a_clerk_who_can_sign_in(visit: Visit) -> None:
    page = visit("9003")
    page.goto("/admin/units/new")
    page.select_option("[name=kind]", "hall")
    _choose(page, "parent", "清渡分公司")
    page.fill("[name=code]", "QD3")
    page.fill("[name=name]", "北堤服务厅")
    _save(page)
    page.wait_for_url("**/admin/units")
    expect(page.locator(".notice-success")).to_contain_text("北堤服务厅")

    page.goto("/admin/staff/new")
    page.fill("[name=code]", "1090")
    page.fill("[name=name]", "新禾")
    _choose(page, "unit", "北堤服务厅")
    page.select_option("[name=role]", "clerk")
    page.fill("[name=password]", PASSWORD)
    _save(page)
    page.wait_for_url("**/admin/staff/*")
    expect(page.locator("h1")).to_contain_text("新禾")

    page.context.clear_cookies()
    page.goto("/account/sign-in/")
    page.fill("input[name=login]", "1090")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    expect(page.locator(".rail-link[href='/tickets/new']")).to_be_visible()


def test_a_group_gets_a_member_by_staff_number(visit: Visit) -> None:
    page = visit("9003")
    page.goto("/admin/groups/new")
    page.fill("[name=code]", "QD-MKT")
    _choose(page, "unit", "清渡分公司")
    page.select_option("[name=function]", "marketing")
    page.fill("[name=name]", "清渡市场组")
    _save(page)
    page.wait_for_url("**/admin/groups/*")
    page.fill("[name=staff]", "0000")
    page.press("[name=staff]", "Enter")
    expect(page.locator("[data-field=staff] .field-error")).to_be_visible()
    page.fill("[name=staff]", "1007")
    page.press("[name=staff]", "Enter")
    expect(page.locator(".lines li").first).to_contain_text("江川")


def test_an_announcement_is_looked_through_before_it_is_taken(visit: Visit) -> None:
    page = visit("9003")
    page.goto("/admin/calendar/2031")
    page.fill("#announce [name=text]", "春节：1月22日至28日放假。1月19日（周日）上班。")
    page.locator("#announce button.btn-primary").click()
    page.wait_for_url("**/preview")
    expect(page.locator(".chips li", has_text="2031-01-19")).to_be_visible()
    page.locator("form[action$='/announcement'] button.btn-primary").click()
    page.wait_for_url("**/moved")
    page.goto("/admin/calendar/2031")
    expect(page.locator(".day-works.day-unlike", has_text="19")).not_to_have_count(0)


def test_a_file_is_tried_taken_in_and_its_bad_row_handed_back(visit: Visit, server: Server, tmp_path: Path) -> None:
    file = tmp_path / "旧系统.csv"
    rows = [
        "编号,投诉号码,投诉内容,联系时间",
        "OLD-1,14300000501,宽带三天没有修好,2026-03-02 09:30",
        "OLD-2,14300000502,,2026-03-02 10:00",
        "OLD-3,14300000503,彩铃没有订却扣费,2026-03-03 11:15",
    ]
    file.write_bytes("\n".join(rows).encode("gb18030"))
    page = visit("9003")
    page.goto("/imports")
    page.set_input_files("[name=file]", file)
    _save(page)
    page.wait_for_url("**/imports/*")
    page.fill("[name=owner]", "1001")
    page.select_option("[name=source]", "hall")
    page.click("button[name=do][value=try]")
    _let_the_worker_work(page, server)
    page.click("button[name=do][value=start]")
    _let_the_worker_work(page, server)
    with page.expect_download() as coming:
        page.click("a[href$='/rejected']")
    handed_back = Path(coming.value.path()).read_text(encoding="utf-8-sig")
    assert "OLD-2" in handed_back
    assert "OLD-1" not in handed_back
    page.goto("/search?q=彩铃")
    expect(page.locator("tr", has_text="彩铃没有订却扣费")).to_be_visible()
