"""What a browser likes, kept in cookies."""

from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from shouwen.web import drafts, pages, preferences


def chosen(**fields: str) -> HttpResponse:
    return pages.prefer(RequestFactory().post("/prefer", fields))


def test_a_choice_is_kept_for_a_year_and_leads_back() -> None:
    response = chosen(theme="dark", next="/queue?page=2")
    assert response["Location"] == "/queue?page=2"
    assert response.cookies["shouwen_theme"].value == "dark"
    assert response.cookies["shouwen_theme"]["max-age"] == 365 * 24 * 3600


def test_an_odd_choice_changes_nothing_and_an_address_elsewhere_is_not_followed() -> None:
    response = chosen(theme="mauve", rail="1", next="https://elsewhere.example/")
    assert response["Location"] == "/"
    assert not response.cookies


def test_missing_and_odd_cookies_count_as_the_first_choice() -> None:
    assert preferences.read({"shouwen_theme": "x", "shouwen_rail": "narrow"}) == {
        "theme": "system",
        "rail": "narrow",
        "keys": "on",
    }


def test_a_successful_hand_in_tells_the_browser_to_drop_its_copy() -> None:
    response = drafts.done(HttpResponse(), "intake")
    assert response.cookies[drafts.COOKIE].value == "intake"
    assert not response.cookies[drafts.COOKIE]["httponly"]


def test_the_content_policy_allows_nothing_inline() -> None:
    directives = str(settings.CONTENT_SECURITY_POLICY)
    assert "unsafe-inline" not in directives
    assert "unsafe-eval" not in directives
