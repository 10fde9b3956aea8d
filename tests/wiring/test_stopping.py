"""A stop that is asked for lets end what has begun; asked for twice, it comes at once and leaves nothing half done."""

import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.desks import SHOUWEN, Desks, free_port

CSRF = "a" * 32


def wait_for(what, *, seconds: float = 300) -> None:
    ends = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def desk(desks: Desks, tmp_path_factory) -> Iterator[dict[str, str]]:
    own = {"SHOUWEN_WORKERS": "1", "SHOUWEN_PORT": str(free_port()), "SHOUWEN_LANGUAGE": "en"}
    with desks.open(tmp_path_factory.mktemp("desk"), engine="sqlite") as env:
        yield env | own


@pytest.fixture
def server(desk: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([*SHOUWEN, "serve"], env=desk, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(lambda: answered(desk, "healthz") == 200)
    yield process
    process.kill()
    process.wait()


def answered(desk: dict[str, str], path: str, data: bytes | None = None) -> int:
    try:
        headers = {"Cookie": f"csrftoken={CSRF}"}
        request = Request(f"http://127.0.0.1:{desk['SHOUWEN_PORT']}/{path}", data=data, headers=headers)
        with urlopen(request, timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except OSError:
        return 0


def slow_request(desk: dict[str, str], answers: list[int]) -> tuple[threading.Thread, sqlite3.Connection]:
    """A sign-in that must write, while this process holds the database's one write lock."""
    lock = sqlite3.connect(
        Path(desk["SHOUWEN_DATA"]) / "shouwen.sqlite3", isolation_level=None, check_same_thread=False
    )
    lock.execute("BEGIN IMMEDIATE")
    # No password: hashing one could take longer than the server waits for what has begun.
    form = f"login=1&csrfmiddlewaretoken={CSRF}".encode()
    asked = threading.Thread(target=lambda: answers.append(answered(desk, "account/sign-in/", form)))
    asked.start()
    time.sleep(1)
    if answers:
        lock.close()
        pytest.fail(f"the request was not held up ({answers}), so nothing is shown")
    return asked, lock


def test_a_request_that_has_begun_is_answered_before_the_server_ends(desk, server):
    answers: list[int] = []
    asked, lock = slow_request(desk, answers)
    server.send_signal(signal.SIGTERM)
    time.sleep(1)
    assert server.poll() is None and not answers
    lock.rollback()
    asked.join(30)
    assert answers and answers[0] not in (0, 500, 503)
    assert server.wait(30) == 0


def test_a_second_signal_ends_the_server_at_once(desk, server):
    answers: list[int] = []
    asked, lock = slow_request(desk, answers)
    server.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    server.send_signal(signal.SIGTERM)
    server.wait(8)
    asked.join(8)
    lock.rollback()
    assert answers == [0]


def test_a_worker_ends_when_its_round_does(desk):
    worker = subprocess.Popen([*SHOUWEN, "worker"], env=desk, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    beat = Path(desk["SHOUWEN_DATA"]) / "worker-heartbeat.json"
    wait_for(lambda: beat.exists() and str(worker.pid) in beat.read_text())
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
