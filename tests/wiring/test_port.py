"""The port: free, taken, answering."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from shouwen.wiring import port
from shouwen.wiring.environment import Environment, load
from shouwen.wiring.trouble import Trouble


def at(number: int, tmp_path, **more: str) -> Environment:
    return load({"SHOUWEN_PORT": str(number), "SHOUWEN_DATA": str(tmp_path), **more})


@contextmanager
def serving(status: int, body: bytes):
    """A server that answers every question alike and remembers by which name it was called."""
    called = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            called.append(self.headers["Host"])
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, called
        server.shutdown()


def test_a_taken_port_is_refused_with_another_to_try(tmp_path):
    with serving(200, b"") as (number, _), pytest.raises(Trouble) as caught:
        port.check(at(number, tmp_path))
    assert f"port {number} is taken" in str(caught.value)
    assert f"SHOUWEN_PORT={number + 1} make up" in str(caught.value)


def test_a_port_that_was_just_left_is_free(tmp_path):
    with serving(200, b"") as (number, _):
        pass
    port.check(at(number, tmp_path))


def test_an_address_of_another_machine_is_refused(tmp_path):
    with pytest.raises(Trouble, match="SHOUWEN_HOST names 192.0.2.1"):
        port.check(at(8000, tmp_path, SHOUWEN_HOST="192.0.2.1"))


def test_a_shouwen_is_known_by_its_version(tmp_path):
    body = json.dumps({"status": "ok", "version": "9.9"}).encode()
    with serving(200, body) as (number, _):
        assert port.answers(at(number, tmp_path)) == "9.9"


def test_we_call_ourselves_by_a_name_that_the_server_was_told(tmp_path):
    with serving(200, b"{}") as (number, called):
        port.answers(at(number, tmp_path, SHOUWEN_ALLOWED_HOSTS="desk.example.cn"))
    assert called == ["desk.example.cn"]


@pytest.mark.parametrize(("status", "body"), [(200, b"hello"), (200, b"[]"), (503, b'{"version": "1"}'), (404, b"")])
def test_a_stranger_or_a_sick_server_is_no_answer(tmp_path, status, body):
    with serving(status, body) as (number, _):
        assert port.answers(at(number, tmp_path)) is None


def test_where_nobody_listens_there_is_no_answer(tmp_path):
    with serving(200, b"") as (number, _):
        pass
    assert port.answers(at(number, tmp_path)) is None
