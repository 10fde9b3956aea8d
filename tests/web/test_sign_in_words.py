"""Who can't sign in is told so in the words of the desk: by the staff number."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "工号或密码不正确。"), ("en", "The staff number or the password isn't right.")],
)
def test_a_wrong_password_is_refused_by_staff_number(db: None, language: str, words: str) -> None:
    typed = {"login": "no-such-number", "password": "not-this-one"}
    page = Client(headers={"accept-language": language}).post(reverse("account_login"), typed)
    assert words in unescape(page.content.decode())


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "请填写此项。"), ("en", "This field is required.")])
def test_an_empty_field_says_what_to_do(db: None, language: str, words: str) -> None:
    page = Client(headers={"accept-language": language}).post(reverse("account_login"), {})
    assert words in page.content.decode()
