"""Requests of somebody signed in: as bytes for the wire, and in this process to see which statements they ask."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import RequestFactory

from bench import traffic
from bench.line import Line
from bench.server import Server
from bench.spread import Spread, rank
from bench.statements import Statements
from shouwen.people.models import Staff

TOKEN = "b" * 32
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PAGE_MS = 100
# The first are never counted: they load what every later one finds, in each thread of each web process.
WARMING = 24
# So many of the turns are asked in this process too, for their statements.
LOOKED_AT = 15


@dataclass(frozen=True)
class Asked:
    """A page at `path` with what is `asked` of it, or the answer to a form that was `typed`."""

    path: str
    asked: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] | None = None

    @property
    def target(self) -> str:
        """Path and query."""
        return f"{self.path}?{urlencode(self.asked)}" if self.asked else self.path


class Browser:
    """Somebody signed in. Raises RuntimeError when a page answers anything but 200."""

    def __init__(self, person: Staff) -> None:
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), BACKEND
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        self.headers = {
            "Accept-Language": "zh-hans",
            "Cookie": f"sessionid={session.session_key}; csrftoken={TOKEN}",
            "X-Csrftoken": TOKEN,
        }
        self.factory = RequestFactory(HTTP_HOST="127.0.0.1", headers=self.headers)

    def wire(self, asked: Asked, port: int) -> bytes:
        """The request as it goes over the wire."""
        body = urlencode(asked.typed).encode() if asked.typed is not None else b""
        verb = "GET" if asked.typed is None else "POST"
        told = {"Host": f"127.0.0.1:{port}", **self.headers}
        if body:
            told |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        return f"{verb} {asked.target} HTTP/1.1\r\n{head}\r\n".encode() + body

    def ask(self, asked: Asked) -> bytes:
        """The page, made in this process, with every middleware."""
        from shouwen.wiring.wsgi import application

        if asked.typed is None:
            environ = self.factory.get(asked.target).environ
        else:
            form = urlencode(asked.typed)
            environ = self.factory.post(asked.target, form, content_type="application/x-www-form-urlencoded").environ
        said: list[str] = []
        answer: Any = application(environ, lambda status, headers: said.append(status))
        body: bytes = b"".join(answer)
        answer.close()
        if not said[0].startswith("200"):
            raise RuntimeError(f"{asked.path} answered {said[0]}")
        return body


@dataclass(frozen=True)
class Visits:
    """Asks the server for pages over HTTP, each so many `turns`."""

    server: Server
    turns: int

    def measured(self, what: str, browser: Browser, some: Sequence[Asked], *, limit_ms: float = PAGE_MS) -> Line:
        """One line: some pages in turn, by one client; floor: the SELECTs of some of the turns alone."""
        asked = [some[number % len(some)] for number in range(self.turns)]
        port = self.server.port
        prepared = [browser.wire(one, port) for one in asked]
        traffic.drive(port, prepared[:WARMING], clients=4, seconds=20)
        heard = traffic.drive(port, prepared, clients=1, seconds=30)
        if set(heard.statuses) != {"200"}:
            raise RuntimeError(f"{what}: {dict(heard.statuses)}")
        whole, floor, statements = _looked_into(browser, asked[:LOOKED_AT])
        took = rank(heard.took)
        return Line(
            what=f"{what} ({statements} statements)",
            measured=f"{took.median:.1f} ms, p99 {took.p99:.1f} ms, {whole.processor_ms:.1f} ms of processor",
            floor=f"{floor.median:.1f} ms",
            ratio=took.median / floor.median,
            value=round(took.p99, 1),
            unit="ms",
            aim=limit_ms,
            label=what,
        )


def _looked_into(browser: Browser, asked: Sequence[Asked]) -> tuple[Spread, Spread, int]:
    """The pages made in this process, their own SELECTs alone, and how many those are."""
    whole, floor = Spread(), Spread()
    browser.ask(asked[0])
    for one in asked:
        with Statements() as own:
            whole.time(partial(browser.ask, one))
        connection.ensure_connection()
        floor.time(own.again)
    return whole, floor, len(own.said)
