"""A real server with several processes: the same request sent many times at once, and sent again after a cut line."""

import http.client
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import COMPLAINT
from tests.desks import REPO, SHOUWEN, Desks, free_port

AT_ONCE = 12
CALL = COMPLAINT | {"number": "14300990999"}


class Desk:
    """A running server: `send` posts and tells status, headers and body."""

    def __init__(self, port: int, secret: str) -> None:
        self.port, self.secret = port, secret

    def headers(self, key: str) -> dict[str, str]:
        told = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        return told | ({"Idempotency-Key": key} if key else {})

    def send(self, body: dict[str, Any], key: str = "") -> tuple[int, dict[str, str], dict[str, Any]]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request("POST", "/api/v1/tickets", json.dumps(body), self.headers(key))
        answer = line.getresponse()
        said = answer.status, {name.lower(): value for name, value in answer.getheaders()}, json.loads(answer.read())
        line.close()
        return said

    def send_and_hang_up(self, body: dict[str, Any], key: str) -> None:
        """Send a whole request and close the line without waiting for its answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request("POST", "/api/v1/tickets", json.dumps(body), self.headers(key))
        line.close()

    def tickets(self) -> list[dict[str, Any]]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request("GET", "/api/v1/tickets", headers=self.headers(""))
        found: list[dict[str, Any]] = json.loads(line.getresponse().read())["items"]
        line.close()
        return found


@pytest.fixture(scope="module")
def desk(desks: Desks, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A server on a database of its own, with the small world in it and a token of the clerk."""
    with desks.open(tmp_path_factory.mktemp("desk")) as env, _served(env) as made:
        yield made


@contextmanager
def _served(env: dict[str, str]) -> Iterator[Desk]:
    signal = Path(env["SHOUWEN_DATA"]) / "start"
    signal.touch()
    world = [sys.executable, "-m", "tests.verbs.elsewhere", "world", "", str(signal)]
    subprocess.run(world, env=env, cwd=REPO, check=True, capture_output=True)
    token = [*SHOUWEN, "token", "create", "--name", "races", "--staff", "1001"]
    secret = subprocess.run(token, env=env, check=True, capture_output=True, text=True).stdout.strip()
    port = free_port()
    serves = env | {"SHOUWEN_PORT": str(port)}
    server = subprocess.Popen([*SHOUWEN, "serve"], env=serves, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until_it_answers(port)
        yield Desk(port, secret)
    finally:
        server.terminate()
        server.wait(300)


def _until_it_answers(port: int) -> None:
    for _ in range(3000):
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/healthz")
            if line.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError("the server never answered")


def test_one_request_sent_by_many_at_once_opens_one_ticket(desk: Desk) -> None:
    before = len(desk.tickets())
    with ThreadPoolExecutor(AT_ONCE) as crew:
        answers = list(crew.map(lambda _: desk.send(CALL, "race"), range(AT_ONCE)))
    statuses = Counter(status for status, _, _ in answers)
    assert statuses.keys() <= {201, 409} and statuses[201] >= 1, answers
    assert len({said["serial"] for status, _, said in answers if status == 201}) == 1
    first = [headers for status, headers, _ in answers if status == 201 and "idempotency-replayed" not in headers]
    assert len(first) == 1
    assert len(desk.tickets()) == before + 1


def test_many_requests_with_keys_of_their_own_are_all_taken_in(desk: Desk) -> None:
    before = len(desk.tickets())

    def call(place: int) -> int:
        return desk.send(COMPLAINT | {"number": f"14300990{place:03d}"}, f"own-{place}")[0]

    with ThreadPoolExecutor(AT_ONCE) as crew:
        assert set(crew.map(call, range(2 * AT_ONCE))) == {201}
    assert len(desk.tickets()) == before + 2 * AT_ONCE


def test_after_a_cut_line_the_same_request_finds_what_was_done(desk: Desk) -> None:
    before = len(desk.tickets())
    call = COMPLAINT | {"number": "14300991001", "external_id": "CRM-1"}
    desk.send_and_hang_up(call, "cut")
    status, _, said = desk.send(call, "cut")
    while status == 409:
        status, _, said = desk.send(call, "cut")
    assert status == 201 and said["external_id"] == "CRM-1"
    assert len(desk.tickets()) == before + 1
    again, _, twin = desk.send(call | {"number": "14300991002"}, "another")
    assert (again, twin["code"], twin["field"]) == (422, "duplicate", "external_id")
