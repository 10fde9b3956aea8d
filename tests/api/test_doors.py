"""Who may ask what: tokens with scopes, an end, and a measure of requests; failures as problem+json."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError

from shouwen.api import rates
from shouwen.people.models import Token
from shouwen.people.system import SETUP
from shouwen.people.verbs import change_staff, revoke_token
from shouwen.tickets.models import Ticket
from tests.api.conftest import COMPLAINT, Program
from tests.cast import Cast, done, refused


@pytest.mark.parametrize(
    ("scopes", "opens"),
    [
        (("read",), {"read"}),
        (("write",), {"write"}),
        (("import",), {"import"}),
        (("decide",), {"decide"}),
        (("read", "write"), {"read", "write"}),
    ],
)
def test_a_token_reaches_no_further_than_its_scopes(
    cast: Cast, program: Callable[..., Program], scopes: tuple[str, ...], opens: set[str]
) -> None:
    it = program(cast.support_lead, scopes=scopes)
    answers = {
        "read": it.get("/tickets"),
        "write": it.post("/tickets", COMPLAINT),
        "import": it.get("/imports"),
        "decide": it.post("/decide/priority", {"grade": "gold"}),
    }
    assert {scope for scope, answer in answers.items() if answer.status_code < 300} == opens
    closed = [answer for scope, answer in answers.items() if scope not in opens]
    assert {(answer.status_code, answer.said["code"]) for answer in closed} == {(403, "scope-missing")}


def test_a_token_gives_no_right_that_its_person_lacks(cast: Cast, program: Callable[..., Program]) -> None:
    answer = program(cast.auditor).post("/tickets", COMPLAINT)
    assert (answer.status_code, answer.said["code"]) == (403, "not-allowed")
    assert not Ticket.rows.exists()


def test_a_token_that_ended_opens_nothing(cast: Cast, program: Callable[..., Program]) -> None:
    now = datetime.now(UTC)
    over = program(cast.clerk, until=now - timedelta(seconds=1))
    assert over.get("/tickets").status_code == 401
    revoked = program(cast.clerk, name="crm")
    assert revoked.get("/tickets").status_code == 200
    token = Token.objects.seen_by(SETUP).get(name="crm")
    done(revoke_token(token.pk, actor=SETUP, at=now))
    assert revoked.get("/tickets").status_code == 401
    assert refused(revoke_token(token.pk, actor=SETUP, at=now)) == "token-revoked"
    left = program(cast.colleague)
    done(change_staff(cast.colleague.pk, actor=SETUP, at=now, is_active=False))
    assert left.get("/tickets").status_code == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic eDp5", "Bearer nonsense", f"Bearer {'x' * 5000}"])
def test_without_a_good_token_the_answer_is_401(db: None, program: Callable[..., Program], header: str) -> None:
    answer = program().get("/tickets", authorization=header)
    assert (answer.status_code, answer.said["code"]) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_signed_in_browser_is_nobody_here(cast: Cast, signed_in: Callable[..., Any]) -> None:
    answer = signed_in(cast.clerk).post("/api/v1/tickets", COMPLAINT, content_type="application/json")
    assert answer.status_code == 401 and not Ticket.rows.exists()


def test_who_asks_too_often_is_told_when_to_come_again(
    cast: Cast, program: Callable[..., Program], settings: Any
) -> None:
    settings.WEB_PROCESSES = 2
    rates._windows.clear()
    slow = program(cast.clerk, per_minute=6)
    answers = [slow.get("/tickets") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert answers[3].said["code"] == "rate-limited" and 1 <= int(answers[3].headers["Retry-After"]) <= 60
    assert program(cast.clerk).get("/tickets").status_code == 200


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{", "application/json", 400, "malformed"),
        (b'{"number": NaN}', "application/json", 400, "malformed"),
        (b"\xff\xfe", "application/json", 400, "malformed"),
        (b'{"text": "\\ud800"}', "application/json", 400, "malformed"),
        (b"[" * 100_000, "application/json", 400, "malformed"),
        (b"[]", "application/json", 422, "invalid"),
        (b"number=1", "application/x-www-form-urlencoded", 415, "content-type"),
        (b" " * (1024 * 1024 + 1), "application/json", 413, "too-large"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_before_anything_is_done(
    clerk: Program, body: bytes, kind: str, status: int, code: str
) -> None:
    answer = clerk.post("/tickets", body, content_type=kind)
    assert (answer.status_code, answer.said["code"]) == (status, code), answer.content.decode()
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"nummer": "1"}, "nummer", "extra_forbidden"),
        ({"number": 14300880005}, "number", "string_type"),
        ({"text": "a\0b"}, "text", "string_pattern_mismatch"),
        ({"contacted_at": "2026-03-04T09:30:00"}, "contacted_at", "not_moment"),
        ({"contacted_at": 1772587800}, "contacted_at", "not_moment"),
        ({"contacted_at": "9999-12-31T23:59:59-12:00"}, "contacted_at", "moment_out_of_reach"),
        ({"facts": {"way": "burn"}}, "facts.way", "literal_error"),
        ({"facts": {"declared": [{"kind": "sensitive", "why": "x"}]}}, "facts.declared.0.kind", "literal_error"),
        ({"facts": {"deep": {"deeper": {}}}}, "facts.deep", "extra_forbidden"),
    ],
)
@pytest.mark.parametrize("spoken", ["zh-CN", "en"])
def test_what_is_wrong_in_a_body_is_said_at_its_field(
    clerk: Program, changed: dict[str, Any], field: str, code: str, spoken: str
) -> None:
    answer = clerk.post("/tickets", COMPLAINT | changed, accept_language=spoken)
    said = answer.said
    assert (answer.status_code, said["code"], said["field"]) == (422, "invalid", field), said
    (error,) = said["errors"]
    assert (error["field"], error["code"]) == (field, code)
    assert error["detail"].isascii() == (spoken == "en")
    assert not Ticket.rows.exists()


def test_all_that_is_wrong_is_told_at_once(clerk: Program) -> None:
    said = clerk.post("/tickets", {"number": "1", "colour": "red"}).said
    assert {error["field"] for error in said["errors"]} == {"category", "source", "text", "colour"}


@pytest.mark.parametrize("path", ["/nowhere", "/tickets/", "/tickets/x", "/tickets/0", f"/tickets/{'9' * 30}", "/"])
def test_an_address_that_is_none_is_told_as_a_problem(clerk: Program, path: str) -> None:
    answer = clerk.get(path)
    assert (answer.status_code, answer.said["code"]) == (404, "not-found")


def test_a_method_that_is_none_is_told_with_those_that_are(clerk: Program) -> None:
    response = clerk.client.delete("/api/v1/tickets", headers={"authorization": f"Bearer {clerk.secret}"})
    assert response.status_code == 405 and response.headers["Content-Type"] == "application/problem+json"
    assert set(response.headers["Allow"].replace(" ", "").split(",")) == {"GET", "POST"}


def test_a_database_that_is_away_is_told_as_such(clerk: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any, **kwargs: Any) -> Any:
        raise OperationalError("connection refused")

    clerk.client.raise_request_exception = False
    monkeypatch.setattr("shouwen.api.door.bearer", away)
    answer = clerk.get("/tickets")
    assert (answer.status_code, answer.said["code"]) == (503, "database-away")
    assert int(answer.headers["Retry-After"]) > 0


def test_an_answer_is_no_page_and_sets_no_cookie(clerk: Program) -> None:
    answer = clerk.get("/tickets")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
