"""The log as an attacker would like to use it: refusals are in it with who asked, and no line of it can be forged."""

import io
import json
import logging
from typing import Any

import pytest
from django.test import Client

from shouwen.wiring import logs
from tests.cast import Cast
from tests.security.conftest import SignIn


@pytest.fixture
def written() -> Any:
    """What is written by the product's own formatter."""
    stream = io.StringIO()
    formatter = logs.configuration("info", terminal=False)["formatters"]["said"].copy()
    kind = formatter.pop("()")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(kind(**formatter))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_page_that_was_refused_is_logged_with_who_asked(cast: Cast, sign_in: SignIn, written: io.StringIO) -> None:
    sign_in(cast.clerk).get("/admin/staff")
    told = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [each for each in told if each.get("status") == 403 and each["staff"] == "1001"]


def test_no_line_of_the_log_can_be_forged(cast: Cast, sign_in: SignIn, written: io.StringIO) -> None:
    forged = '\r\n{"event": "signed in", "staff": "9003"}\n'
    client = sign_in(cast.clerk)
    client.get("/search", {"q": forged}, headers={"user-agent": forged, "x-request-id": forged})
    client.get(f"/nowhere{forged}")
    Client().post("/account/sign-in/", {"login": forged, "password": forged})
    told = [json.loads(line) for line in written.getvalue().splitlines()]
    assert told and not [each for each in told if each.get("staff") == "9003"]
