"""A program that talks to the desk: a token of somebody, and requests with JSON."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from shouwen.people.models import Staff
from shouwen.people.models.token import digest, fresh
from shouwen.people.system import SETUP
from shouwen.people.verbs import create_token
from tests.cast import Cast, done


class Program:
    """A program with a token. Every answer's body is read as JSON under `.said`."""

    def __init__(self, secret: str) -> None:
        self.secret, self.client = secret, Client(raise_request_exception=True)

    def get(self, address: str, **headers: str) -> Any:
        return self._told(self.client.get(f"/api/v1{address}", headers=self._headers(headers)))

    def post(self, address: str, body: Any = None, **headers: str) -> Any:
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body)
        said = self._headers(headers)
        kind = said.pop("content_type", "application/json")
        return self._told(self.client.post(f"/api/v1{address}", data, content_type=kind, headers=said))

    def send(self, address: str, *, headers: dict[str, str] | None = None, **form: Any) -> Any:
        """A form with files."""
        return self._told(self.client.post(f"/api/v1{address}", form, headers=self._headers(headers or {})))

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        given = {"authorization": f"Bearer {self.secret}"} if self.secret else {}
        return given | {name.replace("_", "-") if name != "content_type" else name: v for name, v in headers.items()}

    @staticmethod
    def _told(response: Any) -> Any:
        kind = response.headers.get("Content-Type", "")
        response.said = json.loads(response.content) if "json" in kind and not response.streaming else None
        return response


@pytest.fixture
def program(db: None) -> Callable[..., Program]:
    """`program(cast.clerk)` acts for the clerk; further arguments are those of the token."""

    def made(person: Staff | None = None, **options: Any) -> Program:
        if person is None:
            return Program("")
        secret, now = fresh(), datetime.now(UTC)
        options = {"until": now + timedelta(days=1), "name": f"t{secret[-12:]}", **options}
        done(create_token(actor=SETUP, at=now, staff=person, digest=digest(secret), **options))
        return Program(secret)

    return made


COMPLAINT = {
    "number": "14300880005",
    "category": "basic.voice.dropped",
    "source": "hall",
    "text": "在渡口路一带通话总是掉线",
}


@pytest.fixture
def clerk(cast: Cast, program: Callable[..., Program]) -> Program:
    """A program that acts for the clerk of the first hall."""
    return program(cast.clerk)
