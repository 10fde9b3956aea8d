"""What was typed survives an error, a lost sign-in and a closed tab."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.browser.desk import Intake, Work

Visit = Callable[..., Page]
WORDS = "客户反映充值卡刮不开，密码看不清"


def _sign_in_again(page: Page, code: str) -> None:
    page.wait_for_url("**/account/sign-in/**")
    page.fill("input[name=login]", code)
    page.fill("input[name=password]", "shouwen-demo")
    page.press("input[name=password]", "Enter")


def test_an_error_keeps_everything_and_stands_at_its_field(visit: Visit) -> None:
    page = visit("1004", anew=True)
    intake = Intake.open(page)
    intake.number.fill("12")
    intake.text.fill(WORDS)
    page.click("[data-way-submit]")
    expect(page.locator("[data-field=number] .field-error")).to_be_visible()
    expect(page.locator("[data-field=category] .field-error")).to_be_visible()
    expect(intake.number).to_have_value("12")
    expect(intake.text).to_have_value(WORDS)


def test_a_lost_sign_in_loses_no_word_of_the_call(visit: Visit) -> None:
    page = visit("1010", anew=True)
    intake = Intake.open(page).fill("14300000402", category="充值未到账", text="")
    # What stands beside the form would notice first and load the page anew under the click.
    page.route("**/tickets/judge", lambda route: route.fulfill(status=204))
    page.context.clear_cookies(name="sessionid")
    intake.text.fill(WORDS)
    page.click("[data-way-submit]")
    _sign_in_again(page, "1010")
    page.wait_for_url("**/tickets/new")
    expect(Intake(page).text).to_have_value(WORDS)
    expect(Intake(page).category).to_have_value("basic.recharge.not_arrived")
    Intake(page).hand_in()


def test_a_closed_tab_loses_no_word_and_a_hand_in_leaves_no_draft(visit: Visit) -> None:
    page = visit("1009", anew=True)
    intake = Intake.open(page).fill("14300000403", category="充错号码", text=WORDS)
    expect(intake.draft).not_to_be_empty()
    page.fill("[name=evidence]", "关闭前最后一句")
    page.close(run_before_unload=True)
    second = page.context.new_page()
    intake = _reopened(second, evidence="关闭前最后一句")
    expect(intake.text).to_have_value(WORDS)
    expect(intake.number).to_have_value("14300000403")
    expect(intake.category).to_have_value("basic.recharge.wrong_number")
    intake.hand_in()
    expect(Intake.open(second).text).to_have_value("")


def _reopened(page: Page, *, evidence: str) -> Intake:
    """The intake once the server has what the closed tab sent last."""
    for _ in range(20):
        intake = Intake.open(page)
        if page.input_value("[name=evidence]") == evidence:
            break
        page.wait_for_timeout(200)
    return intake


def test_a_lost_sign_in_loses_no_word_on_a_ticket(visit: Visit, stories: dict[str, int]) -> None:
    page = visit("1003", anew=True)
    work = Work.open(page, stories["presence"])
    form = work.begin("note")
    page.context.clear_cookies(name="sessionid")
    form.locator("[name=text]").fill(WORDS)
    work.press("note")
    _sign_in_again(page, "1003")
    page.wait_for_url("**/tickets/**")
    expect(work.form("note").locator("[name=text]")).to_have_value(WORDS)


def test_who_signs_out_leaves_no_page_to_go_back_to(visit: Visit) -> None:
    page = visit("1005", anew=True)
    page.locator(".topbar details.menu summary").click()
    page.click("form[action$='sign-out/'] button")
    page.goto("/tickets/new")
    page.wait_for_url("**/account/sign-in/**")
    sign_in(page, "1005")
