"""A call is taken in: by keyboard, with what stands beside the form, and with what it is told of earlier ones."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Intake, Work
from tests.browser.world import CELL
from tests.cast import CUSTOMERS

Visit = Callable[..., Page]


def test_from_the_number_to_the_filed_ticket_without_the_mouse(visit: Visit) -> None:
    page = visit("1001")
    page.keyboard.press("n")
    page.wait_for_url("**/tickets/new")
    intake = Intake(page)
    expect(intake.number).to_be_focused()
    page.keyboard.type(CUSTOMERS["diamond"][0], delay=10)
    page.keyboard.press("Enter")
    expect(intake.words).to_be_focused()
    page.keyboard.insert_text("wfsw")
    expect(page.locator("#id_category_list [role=option]").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(intake.category).to_have_value("basic.data.cannot_connect")
    page.keyboard.press("Enter")
    expect(intake.text).to_be_focused()
    page.keyboard.type("昨晚起上不了网，重启也没有用")
    expect(intake.beside).to_contain_text("143****0001")
    expect(intake.beside).not_to_contain_text("欧阳致远")
    expect(intake.judged().locator(".tag-priority-express")).to_be_visible()
    expect(intake.judged().locator("[data-routed]")).to_have_attribute("data-routed", "QD-NET")
    expect(intake.beside.locator(".intake-limits .chip")).not_to_have_count(0)
    page.keyboard.press("Control+Enter")
    work = Work.shown(page)
    work.state("open")
    expect(page.locator(".ticket-matter")).to_contain_text("昨晚起上不了网")


@pytest.mark.parametrize("words", ["无法上网", "wfsw", "cannot go online"])
def test_a_category_is_found_by_chinese_by_initials_and_by_english(visit: Visit, words: str) -> None:
    assert Intake.open(visit("1001")).choose(words) == "basic.data.cannot_connect"


def test_answered_directly_with_the_five_elements_it_is_archived(visit: Visit) -> None:
    page = visit("1002")
    intake = Intake.open(page).fill("14300000401", category="4G 网速慢", text="问 4G 为什么慢")
    answer = intake.way("answer")
    answer.locator("[name=course]").fill("查了基站负荷，晚高峰拥塞")
    answer.locator("[data-way-go]").click()
    page.wait_for_load_state()
    expect(answer.locator(".field-wrong")).not_to_have_count(0)
    expect(answer.locator("[name=course]")).to_have_value("查了基站负荷，晚高峰拥塞")
    answer.locator("[name=answer]").fill("已说明扩容计划")
    answer.locator("[name=satisfaction]").select_option("satisfied")
    answer.locator("[name=root_cause]").select_option("not_solved")
    answer.locator("[data-way-go]").click()
    work = Work.shown(page)
    work.state("archived")
    work.says("已说明扩容计划")


def test_who_has_an_open_ticket_chases_it_instead_of_a_second_one(visit: Visit, stories: dict[str, int]) -> None:
    page = visit("1001")
    intake = Intake.open(page).fill(CUSTOMERS["silver"][0], category="5G 网速慢", text="三天了还没有人管")
    chase = intake.beside.locator(f"button[formaction$='/chase/{stories['chase']}']")
    # In one step: what is judged meanwhile may put another button in its place.
    chase.dispatch_event("click")
    work = Work.shown(page)
    assert work.key == stories["chase"]
    work.says("三天了还没有人管")


def test_the_same_matter_within_three_months_is_confirmed_as_a_repeat(visit: Visit) -> None:
    page = visit("1001")
    intake = Intake.open(page).fill(CUSTOMERS["gold"][0], category="杂音、单通", text="又有回音了")
    intake.beside.locator("[name=same_matter][value=yes]").check()
    expect(intake.judged().locator(".tag-urgency:not(.tag-proposed)", has_text="重复")).to_be_visible()
    intake.hand_in()
    expect(page.locator("#strip .tag-urgency:not(.tag-proposed)", has_text="重复")).to_be_visible()


def test_the_eleventh_customer_makes_a_batch_incident(visit: Visit) -> None:
    page = visit("1001")
    intake = Intake.open(page).fill("14300000211", category="无法主叫", text="打不出电话")
    page.select_option("[name=hits_kind]", "cell")
    page.fill("[name=hits]", CELL)
    expect(intake.beside.locator(".notice", has_text="11")).to_be_visible()
    intake.hand_in()
    expect(page.locator("#strip .tag-urgency", has_text="批量")).to_be_visible()
    page.click(".ticket-customer a[href*='/incidents/']")
    page.wait_for_url(re.compile("/incidents/"))
    expect(page.locator("table.rows tbody tr")).to_have_count(11)


def test_the_words_propose_a_category_that_one_click_takes(visit: Visit) -> None:
    page = visit("1001")
    intake = Intake.open(page)
    # An earlier draft of hers may have one chosen.
    intake.words.fill("")
    intake.number.fill("14300000611")
    intake.text.fill("家里宽带老是掉线，重启光猫也没用")
    page.locator("#beside [name=category_pick]").click()
    expect(intake.category).to_have_value("basic.home.drops")
    expect(page.locator("#beside [name=category_pick]")).to_have_count(0)
    intake.hand_in().state("open")
