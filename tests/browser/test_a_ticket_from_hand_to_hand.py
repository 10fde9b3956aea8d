"""A ticket goes through the hands of several people, each in a browser of their own."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.browser.desk import Intake, Work

Visit = Callable[..., Page]
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_transferred_taken_promised_answered_and_archived(visit: Visit) -> None:
    page = visit("1001")
    intake = Intake.open(page).fill("14300000404", category="室内无信号", text="地下室没有信号")
    transfer = intake.way("transfer")
    transfer.locator("[name=tried]").fill("已请客户重启手机，仍无信号")
    transfer.locator("[data-way-go]").click()
    filed = Work.shown(page)
    filed.state("queued")
    filed.says("已请客户重启手机，仍无信号")

    support = visit("1006")
    support.goto("/queues?group=QD-NET&all=1")
    support.locator(f"#row-{filed.key}").focus()
    support.keyboard.press("t")
    work = Work.shown(support)
    assert work.key == filed.key
    work.state("working")

    until = f"{datetime.now(SHANGHAI) + timedelta(hours=3):%Y-%m-%dT%H:%M}"
    words = {"said": "明早加装室分", "answered": "可以", "promised": "明早九点上门", "promised_until": until}
    work.do("contact", way="phone", **words)
    work.says("明早加装室分", "明早九点上门")
    elements = {"course": "已加装室分天线", "answer": "已告知客户信号恢复", "satisfaction": "satisfied"}
    work.do("answer", **elements)
    work.state("answered")
    work.do("archive", root_cause="not_solved")
    work.state("archived")

    Work.open(page, filed.key).says("已告知客户信号恢复")


def test_the_checklist_ticks_each_element_as_it_is_written(visit: Visit, stories: dict[str, int]) -> None:
    form = Work.open(visit("1001"), stories["presence"]).begin("answer")
    undone = form.locator("[data-element=course][data-done=false]")
    expect(undone).to_have_count(1)
    form.locator("[name=course]").fill("查过了")
    expect(form.locator("[data-element=course][data-done=true]")).to_have_count(1)


def test_a_stale_form_is_refused_and_its_text_kept(visit: Visit, stories: dict[str, int]) -> None:
    first, second = visit("1001"), visit("1003")
    mine = Work.open(first, stories["stale"])
    form = mine.begin("transfer")
    Work.open(second, stories["stale"]).do("note", text="客户又打来，改约周五")
    form.locator("[name=to]").select_option("QD-NET")
    form.locator("[name=tried]").fill("已重新配置彩信参数")
    mine.press("transfer")
    expect(mine.composer.locator(".changed")).to_contain_text("客户又打来，改约周五")
    expect(mine.form("transfer").locator("[name=tried]")).to_have_value("已重新配置彩信参数")
    mine.press("transfer")
    mine.state("queued")


def test_two_people_on_one_ticket_see_each_other(visit: Visit, stories: dict[str, int]) -> None:
    mine, theirs = visit("1001"), visit("1003")
    work = Work.open(mine, stories["presence"])
    work.begin("note").locator("[name=text]").press_sequentially("正在写")
    Work.open(theirs, stories["presence"])
    expect(theirs.locator("#presence")).to_contain_text("林小满")


def test_a_hold_is_asked_for_consented_to_and_ended(visit: Visit, stories: dict[str, int]) -> None:
    clerk, manager = visit("1001"), visit("1003")
    mine = Work.open(clerk, stories["hold"])
    mine.do("ask-hold", reason="customer_appointment", why="客户约下周二")
    manager.goto("/team")
    expect(manager.locator(f"#consents a[href*='/tickets/{mine.key}']").first).to_be_visible()
    signed = Work.open(manager, mine.key)
    signed.press("hold")
    signed.state("held")
    Work.open(clerk, mine.key).press("resume")
    mine.state("open")


def test_a_void_needs_the_signature_of_a_manager(visit: Visit, stories: dict[str, int]) -> None:
    clerk = visit("1001")
    mine = Work.open(clerk, stories["void"])
    mine.do("ask-void", reason="entered_in_error", why="客户只是咨询")
    expect(mine.form("void")).to_have_count(0)
    signed = Work.open(visit("1003"), mine.key)
    signed.press("void")
    signed.state("voided")


def test_first_asked_responsibility_moves_only_when_it_is_accepted(visit: Visit, stories: dict[str, int]) -> None:
    mine = Work.open(visit("1001"), stories["hand over"])
    mine.do("hand-over", to="1002", why="明天起休假")
    owner = ".strip-facts div:first-child dd"
    expect(mine.page.locator(owner)).to_contain_text("林小满")
    theirs = Work.open(visit("1002"), mine.key)
    theirs.press("accept")
    expect(theirs.page.locator(owner)).to_contain_text("唐果")
    theirs.page.goto("/messages")
    expect(theirs.page.locator(".message-list")).to_contain_text(re.compile(r"QD1-\S+|林小满"))
