"""A request that is answered before its body came leaves its connection to the next one."""

import http.client
import json
import socket
import time

import pytest

from tests.baddays.conftest import Open

# What a slow line takes between the head of a request and its body.
PAUSE = 0.2


@pytest.mark.parametrize("size", [300, 500_000])
def test_a_refusal_that_needs_no_body_keeps_the_connection(on_sqlite: Open, size: int) -> None:
    desk = on_sqlite()
    desk.serve()
    line = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=30)
    body = json.dumps({"text": "慢" * (size // 3)}, ensure_ascii=False).encode()
    line.putrequest("POST", "/api/v1/tickets")
    for name, value in (("Authorization", "Bearer none"), ("Content-Type", "application/json")):
        line.putheader(name, value)
    line.putheader("Content-Length", str(len(body)))
    line.endheaders()
    held = line.sock
    time.sleep(PAUSE)
    line.send(body)
    refused = line.getresponse()
    assert refused.status == 401 and json.loads(refused.read())["status"] == 401
    line.request("GET", "/healthz")
    assert line.getresponse().status == 200
    assert isinstance(held, socket.socket) and line.sock is held, "the same connection served both"
