"""What the adapter over HTTP believes, and what it doesn't."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from threading import Thread

import pytest

from shouwen.refunds.billing.http import ANSWER_MOST, HttpBilling
from shouwen.refunds.billing.port import Order, Unavailable, What
from tests.cast import MORNING
from tests.refunds.billing import Clock, over_http

ORDER = Order("K/1 号", "14300880005", "double", Decimal("30.00"), Decimal("30.00"), "ZZ-1", "company.network")
GOOD = {"key": ORDER.key, "status": "done", "receipt": "R", "amount": "60.00", "booked_at": "2026-03-04T01:30:00Z"}


@contextmanager
def saying(raw: bytes) -> Iterator[HttpBilling]:
    """A server that says these bytes to whoever calls."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    called, _ = listener.accept()
                except OSError:
                    return
                with called:
                    _heard_out(called)
                    called.sendall(raw)

        Thread(target=serve, daemon=True).start()
        yield HttpBilling(f"http://127.0.0.1:{listener.getsockname()[1]}", seconds=20.0)
        listener.shutdown(socket.SHUT_RDWR)


def _heard_out(called: socket.socket) -> None:
    """Head and body come in pieces; closed over an unread one, the connection is reset and the answer lost."""
    with called.makefile("rb") as asked:
        length = 0
        while (line := asked.readline()).strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        asked.read(length)


def answer(said: object, status: str = "200 OK", extra: str = "") -> bytes:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{extra}\r\n".encode() + body


def test_it_speaks_the_interface_with_token_and_idempotency_key() -> None:
    with over_http(Clock(MORNING), token="t" * 20) as (system, billing):
        assert billing.send(ORDER).what is What.DONE
        assert billing.send(ORDER).receipt == billing.ask(ORDER.key).receipt == "B000000001"
        assert billing.ask("nobody").what is What.ABSENT
        (line,) = billing.statement(MORNING, Clock(MORNING).on(days=1), ORDER.number)
        assert (line.key, line.amount) == (ORDER.key, Decimal("60.00"))
        assert not list(billing.statement(MORNING, Clock(MORNING).on(days=1), "14300000000"))
        stranger = HttpBilling(billing.base, token="x" * 20)  # type: ignore[attr-defined]
        assert (stranger.send(ORDER).what, stranger.send(ORDER).why) == (What.UNKNOWN, "not-let-in")
        assert len(system.book.all()) == 1
        other = Order(**{**vars(ORDER), "gift": Decimal("0.00")})
        assert (billing.send(other).what, billing.send(other).why) == (What.REFUSED, "key-of-another")


def test_a_long_statement_comes_page_by_page() -> None:
    clock = Clock(MORNING)
    with over_http(clock) as (system, billing):
        for n in range(2_345):
            system.book.book(Order(**{**vars(ORDER), "key": f"K{n}"}), clock.on(seconds=1))
        assert len({line.key for line in billing.statement(MORNING, clock.on(days=1))}) == 2_345


@pytest.mark.parametrize(
    ("raw", "what", "why"),
    [
        (answer(GOOD), What.DONE, ""),
        (answer({**GOOD, "amount": 60.0}), What.UNKNOWN, "not-understood"),
        (answer({**GOOD, "amount": "60.001"}), What.UNKNOWN, "not-understood"),
        (answer({**GOOD, "amount": "6e1"}), What.UNKNOWN, "not-understood"),
        (answer({**GOOD, "booked_at": "2026-03-04T01:30:00"}), What.UNKNOWN, "not-understood"),
        (answer({**GOOD, "receipt": "x" * 81}), What.UNKNOWN, "not-understood"),
        (answer({**GOOD, "receipt": "a\u0000b"}), What.UNKNOWN, "not-understood"),
        (answer({**GOOD, "key": "another"}), What.UNKNOWN, "answer-of-another"),
        (answer({**GOOD, "status": "perhaps"}), What.UNKNOWN, "not-understood"),
        (answer(GOOD, "409 Conflict"), What.UNKNOWN, "not-understood"),
        (answer(GOOD, "307 Temporary Redirect", "Location: http://127.0.0.1:1/\r\n"), What.UNKNOWN, "sent-elsewhere"),
        (answer({"key": ORDER.key, "status": "absent"}, "404 Not Found"), What.UNKNOWN, "not-understood"),
        (answer(b"<h1>Bad Gateway</h1>", "502 Bad Gateway"), What.UNKNOWN, "billing-failed"),
        (answer(b"", "503 Busy"), What.UNKNOWN, "billing-busy"),
        (answer(json.dumps(GOOD).encode() * 2), What.UNKNOWN, "not-understood"),
        (answer(b" " * (ANSWER_MOST + 1)), What.UNKNOWN, "connection-cut"),
        (answer(GOOD)[:-5], What.UNKNOWN, "connection-cut"),
        (b"HTTP/1.1 200 OK\r\n", What.UNKNOWN, "not-understood"),
        (b"SSH-2.0-OpenSSH\r\n", What.UNKNOWN, "connection-cut"),
        (b"", What.UNKNOWN, "connection-cut"),
    ],
)
def test_only_a_whole_and_exact_answer_is_believed(raw: bytes, what: What, why: str) -> None:
    with saying(raw) as billing:
        heard = billing.send(ORDER)
    assert (heard.what, heard.why) == (what, why)


def test_that_nothing_is_known_must_be_said_in_so_many_words() -> None:
    with saying(answer(b"<h1>Not Found</h1>", "404 Not Found")) as billing:
        assert billing.ask(ORDER.key).what is What.UNKNOWN
    with saying(answer({"key": ORDER.key, "status": "absent"}, "404 Not Found")) as billing:
        assert billing.ask(ORDER.key).what is What.ABSENT


def test_nothing_was_handed_over_where_no_connection_was_made() -> None:
    nowhere = HttpBilling("http://127.0.0.1:9", seconds=1.0, connect_seconds=0.5)
    assert (nowhere.send(ORDER).what, nowhere.send(ORDER).down) == (What.ABSENT, True)
    assert (nowhere.ask(ORDER.key).what, nowhere.ask(ORDER.key).down) == (What.UNKNOWN, True)


@pytest.mark.parametrize(
    "raw",
    [
        answer({"bookings": [], "next": 3}),
        answer({"bookings": {}, "next": ""}),
        answer({"bookings": ["x"], "next": ""}),
        answer({"bookings": [], "next": "for-ever"}),
        answer(b"", "500 Failed"),
        b"",
    ],
)
def test_a_statement_is_whole_or_none(raw: bytes) -> None:
    with saying(raw) as billing, pytest.raises(Unavailable):
        list(billing.statement(MORNING, MORNING))
