"""A billing system over HTTP. The interface is in `docs/billing.md`.

Each call has a connection of its own, so that no answer can belong to another call; redirects are not followed; an
answer is read up to a limit, and the whole call ends by its deadline. Whatever goes wrong after the first byte was
sent leaves the outcome unknown.
"""

import json
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from time import monotonic
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from shouwen.handbook.money import spell
from shouwen.refunds.billing import answers
from shouwen.refunds.billing.answers import NotUnderstood
from shouwen.refunds.billing.port import Booking, Order, Outcome, Unavailable, What

ANSWER_MOST = 64 * 1024
PAGE_MOST = 4 * 1024 * 1024
PAGES_MOST = 10_000
CHUNK = 16 * 1024
BUSY = 429


class NotReached(Exception):
    """No connection was made: certainly nothing was handed over."""


class Lost(Exception):
    """The connection broke before the whole answer was there. Holds a code of the reasons."""


@dataclass(frozen=True)
class HttpBilling:
    """Billing at `base`. `seconds` is how long one call may take as a whole, connecting included."""

    base: str
    token: str = ""
    seconds: float = 20.0
    connect_seconds: float = 5.0

    def send(self, order: Order) -> Outcome:
        """`POST /refunds` under the key as idempotency key."""
        body = {
            "key": order.key,
            "number": order.number,
            "kind": order.kind,
            "principal": spell(order.principal),
            "gift": spell(order.gift),
            "total": spell(order.total),
            "reference": order.reference,
            "cause": order.cause,
        }
        return self._outcome(order.key, "POST", "/refunds", body)

    def ask(self, key: str) -> Outcome:
        """`GET /refunds/{key}`. That nothing is known there must be said in so many words: a bare 404 is no answer."""
        found = self._outcome(key, "GET", f"/refunds/{quote(key, safe='')}", None)
        # Asking hands nothing over: that no connection was made says nothing about the refund.
        return Outcome(What.UNKNOWN, why=found.why, down=True) if found.down else found

    def statement(self, since: datetime, until: datetime, number: str = "") -> Iterator[Booking]:
        """`GET /statement`, page by page; only its last page says that it is the last."""
        after = ""
        for _ in range(PAGES_MOST):
            asked = {"since": _spelled(since), "until": _spelled(until), "number": number, "after": after}
            try:
                status, raw = self._call("GET", f"/statement?{urlencode(asked)}", None, "", PAGE_MOST)
                if status != 200:
                    raise Unavailable(_why(status))
                page = answers.parsed(raw)
                lines, following = page.get("bookings"), page.get("next")
                if not isinstance(lines, list) or not isinstance(following, str):
                    raise NotUnderstood("page")
                yield from [answers.booking(line) for line in lines if isinstance(line, dict) or _refuse()]
            except NotReached:
                raise Unavailable("not-reached") from None
            except Lost as error:
                raise Unavailable(str(error)) from None
            except NotUnderstood:
                raise Unavailable("not-understood") from None
            if not following:
                return
            if following == after:
                break
            after = following
        raise Unavailable("not-understood")

    def _outcome(self, key: str, method: str, path: str, body: dict[str, str] | None) -> Outcome:
        try:
            status, raw = self._call(method, path, body, key, ANSWER_MOST)
        except NotReached:
            return Outcome(What.ABSENT, why="not-reached", down=True)
        except Lost as error:
            return Outcome(What.UNKNOWN, why=str(error), down=True)
        if status >= 500 or status == BUSY or status in (401, 403) or 300 <= status < 400:
            return Outcome(What.UNKNOWN, why=_why(status), down=True)
        try:
            found = answers.outcome(answers.parsed(raw), key)
        except NotUnderstood:
            return Outcome(What.UNKNOWN, why="not-understood")
        # Said with a status that says something else, it isn't relied on.
        if found.what in (What.DONE, What.UNKNOWN) and status not in (200, 201, 202):
            return Outcome(What.UNKNOWN, why="not-understood")
        if found.what is What.ABSENT and (status != 404 or method != "GET"):
            return Outcome(What.UNKNOWN, why="not-understood")
        return found

    def _call(self, method: str, path: str, body: dict[str, str] | None, key: str, most: int) -> tuple[int, bytes]:
        ends = monotonic() + self.seconds
        connection = self._connection()
        try:
            try:
                connection.connect()
            except (OSError, HTTPException):
                raise NotReached from None
            if connection.sock is not None:
                connection.sock.settimeout(self.seconds)
            try:
                sent = json.dumps(body).encode() if body is not None else None
                connection.request(method, self._path + path, body=sent, headers=self._headers(key, body is not None))
                answer = connection.getresponse()
                return answer.status, _read(answer, connection, most, ends)
            except TimeoutError:
                raise Lost("timed-out") from None
            except (OSError, HTTPException, ValueError):
                raise Lost("connection-cut") from None
        finally:
            connection.close()

    def _headers(self, key: str, posts: bool) -> dict[str, str]:
        headers = {"Accept": "application/json", "Connection": "close"}
        if key:
            headers["Idempotency-Key"] = quote(key, safe="")
        if posts:
            headers["Content-Type"] = "application/json"
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return headers

    def _connection(self) -> HTTPConnection:
        where = urlsplit(self.base)
        host, timeout = where.hostname or "", self.connect_seconds
        if where.scheme == "https":
            return HTTPSConnection(host, where.port, timeout=timeout, context=self._tls)
        return HTTPConnection(host, where.port, timeout=timeout)

    @cached_property
    def _path(self) -> str:
        return urlsplit(self.base).path.rstrip("/")

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()


def _read(answer: Any, connection: HTTPConnection, most: int, ends: float) -> bytes:
    """The whole body, up to so many bytes, before the deadline."""
    parts, size = [], 0
    while True:
        left = ends - monotonic()
        if left <= 0:
            raise TimeoutError
        if isinstance(connection.sock, socket.socket):
            connection.sock.settimeout(left)
        part = answer.read1(CHUNK)
        if not part:
            break
        size += len(part)
        if size > most:
            raise ValueError("too long")
        parts.append(part)
    if answer.length:
        raise ValueError("cut short")
    return b"".join(parts)


def _why(status: int) -> str:
    if status in (401, 403):
        return "not-let-in"
    if status in (BUSY, 503):
        return "billing-busy"
    return "sent-elsewhere" if 300 <= status < 400 else "billing-failed"


def _refuse() -> bool:
    raise NotUnderstood("booking")


def _spelled(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
