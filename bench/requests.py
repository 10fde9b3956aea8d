"""Requests to the application as a web server makes them: through WSGI, every middleware included, without a wire."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import RequestFactory

from bench.line import Line
from bench.spread import Patience, Spread
from bench.statements import Statements
from shouwen.people.models import Staff

TOKEN = "b" * 32
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PAGE_MS = 100
T = TypeVar("T")


class Browser:
    """Somebody signed in. Raises RuntimeError when a page answers anything but 200."""

    def __init__(self, person: Staff) -> None:
        from shouwen.wiring.wsgi import application

        self.application = application
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), BACKEND
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        self.factory = RequestFactory(
            HTTP_HOST="127.0.0.1",
            HTTP_ACCEPT_LANGUAGE="zh-hans",
            HTTP_COOKIE=f"sessionid={session.session_key}; csrftoken={TOKEN}",
            HTTP_X_CSRFTOKEN=TOKEN,
        )

    def get(self, path: str, **asked: str) -> bytes:
        """The page at `path`."""
        return self._ask(self.factory.get(f"{path}?{urlencode(asked)}" if asked else path).environ)

    def post(self, path: str, typed: dict[str, str]) -> bytes:
        """The answer to a form."""
        form = urlencode(typed)
        return self._ask(self.factory.post(path, form, content_type="application/x-www-form-urlencoded").environ)

    def _ask(self, environ: dict[str, Any]) -> bytes:
        said: list[str] = []
        answer = self.application(environ, lambda status, headers: said.append(status))
        body = b"".join(answer)
        answer.close()
        if not said[0].startswith("200"):
            raise RuntimeError(f"{environ['PATH_INFO']} answered {said[0]}")
        return body


def measured(what: str, turns: Iterator[T], ask: Callable[[T], object], *, limit_ms: float = PAGE_MS) -> Line:
    """One line: `ask(turn)` for each of `turns`, each followed by its own statements alone."""
    whole, floor = Spread(), Spread()
    # The first is never counted: it loads what every later one finds.
    ask(next(turns))
    for turn in turns:
        with Statements() as own:
            whole.time(partial(ask, turn))
        connection.ensure_connection()
        floor.time(own.again)
    return Line(
        what=f"{what} ({len(own.said)} statements)",
        measured=str(whole),
        floor=f"{floor.median:.1f} ms",
        ratio=whole.median / floor.median,
        claim=f"p99 < {limit_ms:.0f} ms",
        held=whole.p99 < limit_ms,
    )


def patient(what: str, ask: Callable[[int], object], *, limit_ms: float = PAGE_MS) -> Line:
    """The same for something that is asked over and over."""
    return measured(what, Patience(), ask, limit_ms=limit_ms)
