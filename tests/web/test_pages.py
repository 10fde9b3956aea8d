"""The shell's pages through the whole stack: gate, content policy, language."""

from collections.abc import Callable

import pytest
from django.test import Client

from shouwen.people.models import Staff
from tests.cast import Cast


def test_the_pattern_book_opens_for_someone_signed_in(cast: Cast, signed_in: Callable[[Staff], Client]) -> None:
    answer = signed_in(cast.clerk).get("/patterns")
    assert answer.status_code == 200
    assert "script-src" in answer["Content-Security-Policy"] or "default-src" in answer["Content-Security-Policy"]
    assert cast.clerk.name in answer.content.decode()


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "样式手册"), ("en", "Pattern book")])
def test_the_language_is_switched_and_kept(
    cast: Cast, signed_in: Callable[[Staff], Client], language: str, words: str
) -> None:
    browser = signed_in(cast.clerk)
    assert browser.post("/language", {"language": language, "next": "/patterns"})["Location"] == "/patterns"
    assert words in browser.get("/patterns").content.decode()


def test_colours_are_in_the_page_from_the_start(cast: Cast, signed_in: Callable[[Staff], Client]) -> None:
    browser = signed_in(cast.clerk)
    browser.post("/prefer", {"theme": "dark", "next": "/patterns"})
    assert 'data-bs-theme="dark"' in browser.get("/patterns").content.decode()


def test_the_sign_in_asks_for_the_staff_number_and_offers_no_sign_up(client: Client, db: None) -> None:
    html = client.get("/account/sign-in/", headers={"Accept-Language": "zh-CN"}).content.decode()
    assert "工号" in html
    assert "signup" not in html


def test_an_unknown_address_answers_404_in_our_look(client: Client, db: None) -> None:
    answer = client.get("/no/such/page", headers={"Accept-Language": "zh-CN"})
    assert answer.status_code == 404
    assert "这里没有内容" in answer.content.decode()


def test_a_body_over_the_limit_answers_413_and_says_what_helps(client: Client, db: None) -> None:
    body = "theme=dark&next=" + "x" * (17 * 1024 * 1024)
    answer = client.post("/prefer", body, "application/x-www-form-urlencoded", headers={"Accept-Language": "zh-CN"})
    assert answer.status_code == 413
    assert "内容太大了" in answer.content.decode()
