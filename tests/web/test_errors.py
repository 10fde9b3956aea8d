"""What a person reads when something was refused or failed."""

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.web import errors


def request(**headers: str) -> HttpRequest:
    made = RequestFactory().get("/tickets/9", headers=headers)
    made.user = AnonymousUser()
    return made


class Form(forms.Form):
    tried = forms.CharField(required=False)


def test_a_refusal_is_told_in_the_readers_language_with_its_clause() -> None:
    refused = Refused.of(shipped(), "say-what-was-tried")
    with translation.override("zh-hans"):
        chinese = errors.refusal_words(refused)
    with translation.override("en"):
        english = errors.refusal_words(refused)
    assert chinese != english
    assert refused.clause in chinese
    assert refused.clause in english


def test_a_refusal_stands_at_the_field_that_mends_it_else_above_the_form() -> None:
    refused = Refused.of(shipped(), "say-what-was-tried")
    at_field, above = Form({"tried": ""}), Form({"tried": "解释过"})
    for form in (at_field, above):
        assert form.is_valid()
    errors.add_refusal(at_field, refused, field="tried")
    errors.add_refusal(above, refused)
    assert "tried" in at_field.errors
    assert above.non_field_errors()
    assert above["tried"].value() == "解释过"


@pytest.mark.parametrize(("code", "status"), [("not-allowed", 403), ("not-found", 404), ("stale", 409)])
def test_a_refusal_page_has_the_status_of_its_kind(code: str, status: int) -> None:
    assert errors.refusal_page(request(), Refused.of(shipped(), code)).status_code == status


def test_a_part_gets_the_notice_alone() -> None:
    answer = errors.refusal_page(request(**{"HX-Request": "true"}), Refused.of(shipped(), "stale"))
    assert b"data-notice" in answer.content
    assert b"<html" not in answer.content


def test_every_failure_says_what_to_do() -> None:
    with translation.override("zh-hans"):
        pages = {
            400: errors.bad_request(request()),
            403: errors.forbidden(request()),
            404: errors.not_found(request()),
            413: errors.too_large(request()),
            500: errors.server_error(request()),
        }
        for status, page in pages.items():
            assert page.status_code == status
            assert "回到我的工作台" in page.content.decode()


def test_a_body_over_the_limit_is_told_as_too_large() -> None:
    assert errors.bad_request(request(), RequestDataTooBig()).status_code == 413


def test_a_page_open_too_long_promises_the_draft() -> None:
    with translation.override("zh-hans"):
        page = errors.csrf_failure(request(), "token")
    assert page.status_code == 403
    assert "草稿" in page.content.decode()
