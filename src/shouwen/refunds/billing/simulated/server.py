"""The simulated billing system as a server on this machine, with every trouble that a network adds."""

import json
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from shouwen.handbook.money import yuan
from shouwen.refunds.billing.port import Order
from shouwen.refunds.billing.simulated.system import System

LONGEST = 64 * 1024
BEFORE, AFTER = "before", "after"


class Server(ThreadingHTTPServer):
    """Listens on the loopback only. `token`, where there is one, must be shown."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, system: System, port: int = 0, token: str = "") -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.system, self.token = system, token

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing: connections are cut here on purpose."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def running(system: System, token: str = "") -> Iterator[Server]:
    """A server on a free port, for as long as the block lasts."""
    server = Server(system, token=token)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: Server
    timeout = 30

    def do_POST(self) -> None:
        order = self._order()
        if not self._let_in() or order is None:
            return
        troubles = self.server.system.meets(order.key)
        if self._cut_or_failed(troubles, BEFORE):
            return
        if "pending" in troubles:
            # Booked first: a test's clock may be hours further before this thread runs again. Nobody hears of it until
            # somebody asks.
            self.server.system.send(order)
            self._say(202, {"key": order.key, "status": "pending"})
            return
        answer = self.server.system.send(order)
        if not self._cut_or_failed(troubles, AFTER):
            self._answer(answer, troubles)

    def do_GET(self) -> None:
        if not self._let_in():
            return
        url = urlsplit(self.path)
        if url.path == "/statement":
            asked = {name: values[0] for name, values in parse_qs(url.query, keep_blank_values=True).items()}
            since, until = (datetime.fromisoformat(asked[name]) for name in ("since", "until"))
            self._say(*self.server.system.statement(since, until, asked.get("number", ""), asked.get("after", "")))
            return
        if not url.path.startswith("/refunds/"):
            self._say(404, {"error": "no such address"})
            return
        key = unquote(url.path.removeprefix("/refunds/"))
        troubles = self.server.system.meets(key)
        if not self._cut_or_failed(troubles, BEFORE):
            self._answer(self.server.system.ask(key), troubles)

    def _order(self) -> Order | None:
        length = int(self.headers.get("Content-Length") or 0)
        if self.path != "/refunds" or length > LONGEST:
            self._say(404, {"error": "no such address"})
            return None
        said = json.loads(self.rfile.read(length))
        order = Order(
            key=unquote(self.headers.get("Idempotency-Key", "")),
            number=said["number"],
            kind=said["kind"],
            principal=yuan(said["principal"]),
            gift=yuan(said["gift"]),
            reference=said["reference"],
            cause=said["cause"],
        )
        if not order.key or order.key != said["key"] or yuan(said["total"]) != order.total:
            self._say(400, {"error": "key or total"})
            return None
        return order

    def _let_in(self) -> bool:
        wanted = f"Bearer {self.server.token}"
        if self.server.token and not compare_digest(self.headers.get("Authorization", "").encode(), wanted.encode()):
            self._say(401, {"error": "token"})
            return False
        return True

    def _cut_or_failed(self, troubles: frozenset[str], when: str) -> bool:
        if f"cut_{when}" in troubles:
            # Closed with a reset, as by a machine that dies.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
            return True
        if f"fail_{when}" in troubles:
            self._say(500, {"error": "internal"})
            return True
        return False

    def _answer(self, answer: tuple[int, dict[str, Any]], troubles: frozenset[str]) -> None:
        status, said = answer
        if "delay" in troubles:
            sleep(self.server.system.moods.delay_seconds)
        if "elsewhere" in troubles:
            self.send_response(307)
            self.send_header("Location", "http://198.51.100.1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if "of_another" in troubles:
            said = said | {"key": "somebody-elses"}
        raw = b'{"status": "do' if "garbage" in troubles else json.dumps(said).encode()
        self._write(status, raw * 2 if "twice" in troubles else raw)

    def _say(self, status: int, said: dict[str, Any]) -> None:
        self._write(status, json.dumps(said).encode())

    def _write(self, status: int, raw: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: numbers of customers would be in its lines."""
