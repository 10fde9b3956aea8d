"""Many refunds at once, and the day's end: the pages on which others than who asks say yes."""

import re
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import Server
from tests.browser.disputed import Disputed

Visit = Callable[..., Page]
BATCH = re.compile(r"/batches/(\d+)")
ROWS = 24
LIST = "号码,退费金额,账单号,费用项目\n" + "".join(
    f"1439977{line:04d},6.00,B{line:06d},彩铃月租\n" for line in range(ROWS)
)


def press(page: Page, name: str) -> None:
    """Hand in the step of that name, and see that it was taken."""
    form = page.locator(f"#do-{name}")
    folded = page.locator("details.steps-more", has=form)
    if folded.count() and not form.is_visible():
        folded.locator("summary").click()
    taken(page, form.locator("button[type=submit]"))


def taken(page: Page, button: Locator) -> None:
    """Press it, and see that what was handed in was not refused."""
    with page.expect_navigation() as answer:
        button.click()
    told = page.locator(".notice, .field-wrong").all_inner_texts()
    assert answer.value is not None and answer.value.status == 200, told


def begin(page: Page, folder: Path) -> None:
    """The business department begins a batch by a list in which one row is rubbish."""
    file = folder / "名单.csv"
    file.write_text(LIST + "不是号码,六元,B9,彩铃月租\n", encoding="utf-8")
    page.goto("/batches/new")
    page.fill("[name=title]", "彩铃重复扣费")
    page.select_option("[name=kind]", "single")
    page.select_option("[name=cause]", "company.support_system")
    page.fill("[name=why]", "割接后重复出账，已核对账单")
    page.set_input_files("[name=file]", file)
    taken(page, page.locator("main form button.btn-primary"))
    expect(page).to_have_url(BATCH)


def test_a_list_of_customers_is_checked_by_others_and_sent_out(visit: Visit, server: Server, tmp_path: Path) -> None:
    business, it, colleague = visit("9004"), visit("9005"), visit("9006")
    begin(business, tmp_path)
    address = business.url
    # Left open, the page would come anew by itself under the next step.
    business.goto("about:blank")
    server.run("worker", "--once")
    business.goto(address)
    expect(business.locator("#batch-live")).to_contain_text("144.00")
    with business.expect_download() as rejected:
        business.locator("#batch-live a[href$='/lists/1/rejected']").click()
    assert "不是号码" in Path(rejected.value.path()).read_text(encoding="utf-8-sig")
    for kind in ("notice", "fault_order"):
        paper = tmp_path / f"{kind}.pdf"
        paper.write_bytes(b"%PDF-1.4\n" + b"0" * 64)
        business.select_option("#do-add-paper [name=paper]", kind)
        business.set_input_files("#do-add-paper [name=file]", paper)
        business.locator("#do-add-paper button[type=submit]").click()
        expect(business.locator(".batch-papers")).to_contain_text(f"{kind}.pdf")
    press(business, "ask")
    expect(business.locator("#do-countersign")).to_have_count(0)

    it.goto(address)
    press(it, "countersign")
    colleague.goto(address)
    press(colleague, "review")
    it.goto(address)
    waiting = it.locator("#sample .row-check button[value='1']")
    drawn = waiting.count()
    # What is still to be checked stands first.
    for _ in range(drawn):
        taken(it, waiting.first)
    expect(it.locator("#sample tbody .found-right")).to_have_count(drawn)
    press(it, "pass-sample")
    press(it, "start")
    it.goto("about:blank")
    server.run("worker", "--once")
    it.goto(address)
    expect(it.locator("#batch-live")).to_contain_text(f"{ROWS}")
    expect(it.locator("#batch-live .found-right")).to_be_visible()


def test_the_day_is_handed_in_returned_mended_and_signed(visit: Visit, stories: dict[str, int], tmp_path: Path) -> None:
    # What is granted and the day that is handed in must be of one day in Shanghai.
    left = 86_400 - (time.time() + 8 * 3600) % 86_400
    time.sleep(left + 1 if left < 180 else 0)
    clerk, manager = visit("1001"), visit("1003")
    mine = Disputed(clerk, stories["day's end"])
    mine.open("12.00")
    mine.check(tmp_path)
    mine.interview("1", "1", "1", "4")
    mine.do("grant")
    serial = mine.serial
    clerk.goto("/day")
    taken(clerk, clerk.locator("form[action='/day/hand-in'] button[type=submit]"))
    manager.goto("/days")
    manager.locator("#days .row-link").first.click()
    line = manager.locator(".day-line", has_text=serial)
    number = (line.get_attribute("id") or "").removeprefix("line-")
    line.locator(".day-return summary").click()
    line.locator("[name=why]").fill("核查结果写得太简略")
    taken(manager, line.locator(".day-return button[type=submit]"))
    expect(manager.locator(f"#line-{number} .day-returned")).to_contain_text("核查结果写得太简略")

    clerk.goto("/day")
    again = clerk.locator("form[action^='/days/'][action$='/hand-in']")
    again.locator("textarea, input[type=text]").first.fill("已补充核对的清单和结果")
    taken(clerk, again.locator("button[type=submit]"))
    manager.reload()
    while manager.locator(".day-acts").count():
        with manager.expect_navigation():
            manager.keyboard.press("s")
    expect(manager.locator(f"#line-{number} .day-signed")).to_contain_text("周岚")
