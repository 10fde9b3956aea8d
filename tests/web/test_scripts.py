"""The scripts in a real Chromium, under the content policy, without a server: pages are answered from the templates."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Browser, Page, Request, Route, expect, sync_playwright

from shouwen.web import drafts, icons, navigation, patterns, preferences

HOST = "http://desk.test"
STATIC = icons.FOLDER.parent.parent
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
POLICY = "; ".join(
    f"{name} {' '.join(places)}" for name, places in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)

FORM = """{% extends "web/base.html" %}{% block content %}
<form method="post" action="/hand-in" data-draft="intake" data-draft-url="/drafts/intake">
  <input type="hidden" name="csrfmiddlewaretoken" value="secret-token">
  <textarea id="text" name="text"></textarea><input type="checkbox" id="told" name="told" value="yes">
  <input type="file" name="evidence"><span data-draft-status></span>
  {% include "web/parts/chooser.html" with name="category" id="category" label="类目" url="/categories" %}
  <button id="send" type="submit">提交</button>
</form>
<div id="live" data-live hx-get="/broken" hx-trigger="click">x</div><button id="ask" hx-get="/broken">y</button>
{% endblock %}"""


class Desk:
    """A browser at a desk: answers its requests and remembers what was asked."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[Request] = []
        self.signed_in = True
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.route(f"{HOST}/**", self.answer)

    def answer(self, route: Route) -> None:
        request = route.request
        path = urlsplit(request.url).path
        self.asked.append(request)
        file = STATIC / path.removeprefix("/static/")
        if path.startswith("/static/"):
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        elif path == "/drafts/intake":
            route.fulfill(status=204 if self.signed_in else 401)
        elif path == "/categories":
            options = '<li role="option" id="o1" data-value="bill" data-words="账单">账单</li>'
            options += '<li role="option" id="o2" data-value="fee" data-words="扣费">扣费</li>'
            # Nothing before the whole word: once options are seen, no later answer moves the mark.
            route.fulfill(body=options if request.url.endswith("=kf") else "")
        elif path == "/broken":
            route.fulfill(status=503)
        else:
            html = self.drawn(FORM if path == "/form" else '{% extends "web/patterns.html" %}')
            headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
            arrived = {"Set-Cookie": f"{drafts.COOKIE}=intake; Path=/"} if path == "/hand-in" else {}
            route.fulfill(body=html, headers=headers | arrived)

    def drawn(self, source: str) -> str:
        request = RequestFactory().get("/patterns")
        request.user = SimpleNamespace(
            code="1001", name="林小满", unit=None, may_open=lambda _: True, is_authenticated=True
        )
        context = patterns.context(datetime.now(UTC), {}) | navigation.frame(request)
        context |= {"request": request, "csrf_token": "secret-token"}
        with translation.override("zh-hans"):
            return Template(source).render(Context(context))

    def open(self, path: str) -> None:
        self.page.goto(HOST + path)

    def posted(self, path: str) -> list[dict[str, list[str]]]:
        return [
            parse_qs(request.post_data or "")
            for request in self.asked
            if request.method == "POST" and urlsplit(request.url).path == path
        ]

    def cookie(self, name: str) -> str:
        return next(
            (each["value"] for each in self.page.context.cookies() if each["name"] == preferences.cookie(name)), ""
        )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])


@pytest.fixture
def desk(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.register(
        navigation.Entry(name="book", url_name="web:patterns", icon="book-2", label="手册", key="g b", slot="search"),
        navigation.Entry(name="new", url_name="account_change_password", icon="key", label="新建", slot="new"),
    )
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    made = Desk(context.new_page())
    yield made
    context.close()


def eventually(said: Callable[[], Any], page: Page) -> Any:
    for _ in range(300):
        if found := said():
            return found
        page.wait_for_timeout(100)
    return said()


def test_the_pages_run_clean_under_the_content_policy(desk: Desk) -> None:
    desk.open("/patterns")
    desk.open("/form")
    assert desk.complaints == []


def test_question_mark_lists_the_keys_and_slash_goes_to_the_search(desk: Desk) -> None:
    desk.open("/patterns")
    desk.page.keyboard.press("?")
    expect(desk.page.locator("#key-help")).to_be_visible()
    expect(desk.page.locator("#key-help")).to_contain_text("手册")
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("/")
    expect(desk.page.locator("input[name=q]")).to_be_focused()
    desk.page.keyboard.type("?n[")
    expect(desk.page.locator("input[name=q]")).to_have_value("?n[")
    expect(desk.page.locator("#key-help")).to_be_hidden()


def test_single_keys_can_be_switched_off(desk: Desk) -> None:
    desk.open("/patterns")
    desk.page.locator(".topbar .menu > summary").click()
    desk.page.locator("[name=keys][value=off]").click()
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("?")
    expect(desk.page.locator("#key-help")).to_be_hidden()
    assert desk.cookie("keys") == "off"


def test_the_rail_folds_and_colours_change_without_a_reload_and_are_remembered(desk: Desk) -> None:
    desk.open("/patterns")
    desk.page.keyboard.press("[")
    expect(desk.page.locator("html")).to_have_attribute("data-rail", "narrow")
    desk.page.locator(".topbar .menu > summary").click()
    desk.page.locator("[name=theme][value=dark]").click()
    expect(desk.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert (desk.cookie("rail"), desk.cookie("theme")) == ("narrow", "dark")
    assert desk.posted("/prefer") == []


def test_why_opens_beside_the_thing_and_escape_gives_the_focus_back(desk: Desk) -> None:
    desk.open("/patterns")
    button = desk.page.locator(".why-button").first
    button.press("Enter")
    expect(desk.page.locator(".why-panel").first).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator(".why-panel").first).to_be_hidden()
    expect(button).to_be_focused()


def test_a_chip_counts_on_and_turns_red_by_itself(desk: Desk) -> None:
    desk.page.clock.install(time=datetime.now(UTC))
    desk.open("/patterns")
    chip = desk.page.locator(".chip-soon[data-due]").first
    chip.evaluate("each => each.id = 'watched'")
    desk.page.clock.fast_forward(timedelta(hours=4).seconds * 1000)
    expect(desk.page.locator("#watched")).to_have_class("chip chip-over")
    expect(desk.page.locator("#watched")).to_contain_text("超时")


def test_chosen_columns_are_remembered(desk: Desk) -> None:
    desk.open("/patterns")
    desk.page.locator(".table-tools .menu > summary").click()
    desk.page.locator("[data-columns-for][value=group]").uncheck()
    expect(desk.page.locator("th[data-column=group]")).to_be_hidden()
    desk.open("/patterns")
    expect(desk.page.locator("th[data-column=group]")).to_be_hidden()


def test_a_draft_goes_to_the_server_without_files_and_token(desk: Desk) -> None:
    desk.open("/form")
    desk.page.fill("#text", "每天扣 2 元")
    desk.page.check("#told")
    saved = eventually(lambda: [each for each in desk.posted("/drafts/intake") if "told" in each], desk.page)[-1]
    assert saved["text"] == ["每天扣 2 元"]
    assert saved["told"] == ["yes"]
    assert "csrfmiddlewaretoken" not in saved
    assert "evidence" not in saved


def test_a_draft_survives_a_lost_sign_in_and_is_offered_again(desk: Desk) -> None:
    desk.open("/form")
    desk.signed_in = False
    desk.page.fill("#text", "信号很差")
    expect(desk.page.locator("[data-draft-status]")).to_contain_text("本机")
    desk.signed_in = True
    desk.open("/form")
    expect(desk.page.locator("#text")).to_have_value("信号很差")
    expect(desk.page.locator("form .notice-warning")).to_be_visible()
    desk.page.locator("[data-draft-discard]").click()
    expect(desk.page.locator("#text")).to_have_value("")


def test_words_typed_while_the_page_loads_are_newer_than_the_copy(desk: Desk) -> None:
    desk.open("/form")
    desk.signed_in = False
    desk.page.fill("#text", "旧的话")
    desk.page.check("#told")
    expect(desk.page.locator("[data-draft-status]")).to_contain_text("本机")
    desk.signed_in = True
    # Typed as soon as the field is there, before any script of the page has run.
    desk.page.add_init_script("""new MutationObserver((_, me) => {
        const text = document.getElementById("text");
        if (text) { text.value = "新的话"; me.disconnect(); }
    }).observe(document, { childList: true, subtree: true });""")
    desk.open("/form")
    expect(desk.page.locator("#told")).to_be_checked()
    expect(desk.page.locator("#text")).to_have_value("新的话")


def test_a_form_is_sent_once_and_its_copy_is_dropped_when_it_has_arrived(desk: Desk) -> None:
    desk.open("/form")
    desk.page.fill("#text", "没有信号")
    desk.page.locator("#send").dblclick()
    desk.page.wait_for_url("**/hand-in")
    assert len(desk.posted("/hand-in")) == 1
    assert desk.page.evaluate("Object.keys(localStorage).filter(key => key.includes('draft'))") == []
    desk.open("/form")
    expect(desk.page.locator("#text")).to_have_value("")


def test_the_chooser_is_worked_by_keys_and_forgets_a_choice_that_was_overwritten(desk: Desk) -> None:
    desk.open("/form")
    desk.page.locator("#category").press_sequentially("kf")
    expect(desk.page.locator("#category_list [role=option]").first).to_be_visible()
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#category")).to_have_value("扣费")
    expect(desk.page.locator("[name=category]")).to_have_value("fee")
    desk.page.locator("#category").press_sequentially("x")
    expect(desk.page.locator("[name=category]")).to_have_value("")


def test_a_failed_request_of_a_person_is_told_and_one_of_the_clock_is_not(desk: Desk) -> None:
    desk.open("/form")
    desk.page.locator("#live").click()
    desk.page.wait_for_timeout(300)
    expect(desk.page.locator("#toasts .notice")).to_have_count(0)
    desk.page.locator("#ask").click()
    expect(desk.page.locator("#toasts .notice-error")).to_be_visible()
