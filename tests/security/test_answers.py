"""What every answer carries: headers, cookies, types; and where it may lead."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from tests.cast import PASSWORD, Cast
from tests.security.conftest import SignIn

ELSEWHERE = ["https://evil.example/", "//evil.example", "/\\evil.example", "https:evil.example", "javascript:alert(1)"]
OVER_TLS = """
import django, json
django.setup()
from django.conf import settings
names = [name for name in dir(settings) if name.isupper() and ("COOKIE" in name or "SECURE" in name)]
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


@pytest.fixture(scope="module")
def over_tls(tmp_path_factory: Any) -> dict[str, Any]:
    """The settings of an installation that is served over TLS."""
    told = {"SHOUWEN_HTTPS": "1", "SHOUWEN_DATA": str(tmp_path_factory.mktemp("data"))}
    env = {name: value for name, value in os.environ.items() if not name.startswith("SHOUWEN_")} | told
    env["DJANGO_SETTINGS_MODULE"] = "shouwen.wiring.settings"
    ran = subprocess.run([sys.executable, "-c", OVER_TLS], env=env, capture_output=True, text=True, check=True)
    settings: dict[str, Any] = json.loads(ran.stdout)
    return settings


PAGES = ["/", "/queues", "/search", "/tickets/new", "/account/sign-in/", "/nowhere", "/handbook", "/account/2fa/"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_forbids_frames_sniffing_keeping_and_foreign_scripts(cast: Cast, sign_in: SignIn, page: str) -> None:
    headers = sign_in(cast.clerk).get(page, follow=True).headers
    policy = headers["Content-Security-Policy"]
    for directive in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert directive in policy
    assert "unsafe" not in policy and "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"] and "no-store" in headers["Cache-Control"]
    assert headers["Content-Type"].endswith("charset=utf-8")
    assert "Access-Control-Allow-Origin" not in headers and "Server" not in headers


def test_cookies_over_tls_are_of_this_host_alone_and_never_read_by_scripts(over_tls: dict[str, Any]) -> None:
    for name in ("SESSION", "CSRF", "LANGUAGE"):
        assert over_tls[f"{name}_COOKIE_NAME"].startswith("__Host-")
        assert over_tls[f"{name}_COOKIE_SECURE"] is True and over_tls[f"{name}_COOKIE_DOMAIN"] is None
        assert over_tls[f"{name}_COOKIE_SAMESITE"] == "Lax" and over_tls[f"{name}_COOKIE_PATH"] == "/"
    assert over_tls["SESSION_COOKIE_HTTPONLY"] is over_tls["CSRF_COOKIE_HTTPONLY"] is True


def test_a_browser_that_came_over_tls_comes_over_tls_for_a_year_and_to_all_below(over_tls: dict[str, Any]) -> None:
    assert over_tls["SECURE_HSTS_SECONDS"] >= 31_536_000 and over_tls["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    secure = {name: over_tls[name] for name in over_tls if name.startswith("SECURE_HSTS")}
    with override_settings(**secure, ALLOWED_HOSTS=["testserver"]):
        header = Client().get("/healthz", secure=True).headers.get("Strict-Transport-Security", "")
    assert "max-age=31536000" in header and "includeSubDomains" in header


def test_the_session_is_in_no_address_and_no_script_can_read_it(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.clerk)
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies.get(name)
        if cookie is not None:
            assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert client.cookies["sessionid"].value not in client.get("/").content.decode()


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_form_leads_to_another_host(cast: Cast, sign_in: SignIn, target: str) -> None:
    ticket, client = cast.open(), sign_in(cast.clerk)
    answers = [
        Client().post(reverse("account_login"), {"login": "1001", "password": PASSWORD, "next": target}),
        client.post(reverse("web:prefer"), {"theme": "dark", "next": target}),
        client.post(reverse("set_language"), {"language": "en", "next": target}),
        client.post(reverse("tickets:note", args=[ticket.pk]), {"text": "x", "seen": 9, "next": target}),
        client.get(reverse("account_login"), {"next": target}),
    ]
    for answer in answers:
        assert (
            answer.status_code in (302, 303) and "evil" not in answer["Location"] and "alert" not in answer["Location"]
        )


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example"])
def test_a_host_that_is_not_ours_is_refused(db: None, host: str) -> None:
    assert Client(raise_request_exception=False).get("/account/sign-in/", headers={"host": host}).status_code == 400


def test_who_calls_themselves_the_proxy_is_not_believed_without_tls(cast: Cast) -> None:
    answer = Client().get(
        "/account/sign-in/", headers={"x-forwarded-proto": "https", "x-forwarded-host": "evil.example"}
    )
    assert not answer.wsgi_request.is_secure() and "evil.example" not in answer.content.decode()


def test_a_method_that_nobody_needs_is_refused(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.clerk)
    assert client.generic("TRACE", "/search").status_code == 405
    assert client.put("/search").status_code == 405


def test_what_changes_something_is_never_asked_by_get(cast: Cast, sign_in: SignIn) -> None:
    ticket, client = cast.open(), sign_in(cast.support_lead)
    before = ticket.chain.events.count()
    for name in ("note", "transfer", "take", "answer", "archive", "void", "hold", "reveal", "chase", "attach"):
        assert client.get(reverse(f"tickets:{name}", args=[ticket.pk]), {"text": "x"}).status_code == 405
    assert ticket.chain.events.count() == before


def test_signing_out_clears_what_the_browser_kept(cast: Cast, sign_in: SignIn) -> None:
    assert '"cache"' in sign_in(cast.clerk).post(reverse("account_logout")).headers["Clear-Site-Data"]


def test_an_unexpected_error_tells_nothing_of_the_inside(cast: Cast, sign_in: SignIn, monkeypatch: Any) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret-of-the-inside")

    client = sign_in(cast.clerk)
    client.raise_request_exception = False
    monkeypatch.setattr("shouwen.tickets.pages.search.render", broken)
    answer = client.get("/search")
    body = answer.content.decode()
    assert answer.status_code == 500
    assert not [word for word in ("secret-of-the-inside", "Traceback", "RuntimeError", "site-packages") if word in body]


def test_no_folder_of_the_server_is_listed_and_no_file_beside_the_pages_served(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.clerk)
    for path in ("/static/", "/media/", "/attachments/", "/.git/config", "/static/../settings.py", "/static/web/"):
        assert client.get(path).status_code == 404


def test_no_page_loads_anything_from_elsewhere(cast: Cast, sign_in: SignIn) -> None:
    templates = Path(__file__).resolve().parents[2].glob("src/shouwen/**/templates/**/*.html")
    risky = ('src="http', 'src="//', 'href="//', "onclick=", "<style")
    assert not [(path.name, word) for path in templates for word in risky if word in path.read_text("utf-8")]
