"""Programs that hand complaints in over HTTP while the desk is struck, and ask again with the same key until they hear.

Everything is drawn from one seed, so that a round that failed can be given again.
"""

import http.client
import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

PATIENCE = 300.0
PAUSE = 0.1
TIMEOUT = 120.0
# What the desk may answer when it is struck: it is away for a moment, or the twin of this request is under way.
TRY_AGAIN = (503, 429)
IN_PROGRESS = "in-progress"


@dataclass
class Given:
    """One complaint: its key, its body, and everything that was heard of it."""

    key: str
    body: dict[str, Any]
    heard: list[dict[str, Any]] = field(default_factory=list)
    unheard: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> bool:
        return bool(self.heard)


class Complaints:
    """Complaints without end, all of different customers: of surges, long overdue ones, passed on and answered ones."""

    def __init__(self, seed: int) -> None:
        self.chance, self.seed, self.count, self.lock = random.Random(seed), seed, 0, threading.Lock()

    def next(self) -> Given:
        """The next complaint."""
        with self.lock:
            self.count += 1
            number, now = self.count, datetime.now(UTC)
            key = f"bad-day-{self.seed}-{number}"
            ago = timedelta(hours=self.chance.choice([0, 0, 0, 2, 30, 200]), minutes=self.chance.randrange(50))
            body: dict[str, Any] = {
                "number": f"14300{number:06d}",
                "category": "basic.voice.dropped",
                "source": "hotline",
                "text": f"渡口路一带通话总是掉线，{key}",
                "contacted_at": (now - ago).isoformat(),
            }
            kind = self.chance.randrange(4)
            if kind == 0:
                surge = {"category": "basic.data.cannot_connect", "contacted_at": now.isoformat()}
                body |= surge | {"facts": {"hits_kind": "cell", "hits": f"渡口路-{number // 60:02d}"}}
            elif kind == 1:
                body["facts"] = {"way": "transfer", "to_group": "QD-NET", "tried": "重启过，仍掉线"}
            return Given(key, body)


class Line:
    """One caller's connection, opened anew whenever it broke."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token
        self.connection: http.client.HTTPConnection | None = None

    def post(self, path: str, body: Any, *, key: str = "") -> tuple[int, dict[str, str], Any]:
        """Answers status, headers and what was said. Raises OSError or HTTPException when no answer came."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Accept-Language": "en"}
        try:
            self.connection.request("POST", path, json.dumps(body), headers | ({"Idempotency-Key": key} if key else {}))
            response = self.connection.getresponse()
            said = response.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise
        told = {name.lower(): value for name, value in response.getheaders()}
        is_json = "json" in told.get("content-type", "")
        return response.status, told, json.loads(said) if is_json else said.decode(errors="replace")


class Caller(threading.Thread):
    """Hands one complaint in after the other; none is given up before it was heard of, or patience ends."""

    def __init__(self, port: int, token: str, complaints: Complaints, stopping: threading.Event) -> None:
        super().__init__(daemon=True)
        self.line, self.complaints, self.stopping = Line(port, token), complaints, stopping
        self.given: list[Given] = []

    def run(self) -> None:
        while not self.stopping.is_set():
            one = self.complaints.next()
            self.given.append(one)
            self.hand_in(one)

    def hand_in(self, one: Given) -> None:
        """Ask until it is heard, with the same key and the same words."""
        ends = time.monotonic() + PATIENCE
        while not one.heard and not one.wrong:
            if time.monotonic() > ends:
                one.wrong.append("no answer ever came")
                return
            try:
                status, headers, said = self.line.post("/api/v1/tickets", one.body, key=one.key)
            except (OSError, http.client.HTTPException):
                one.unheard += 1
                time.sleep(PAUSE)
                continue
            if status == 201:
                one.heard.append(said)
            elif status in TRY_AGAIN or (isinstance(said, dict) and said.get("code") == IN_PROGRESS):
                self._put_off(one, headers, said)
            else:
                one.wrong.append(f"{status} {said}"[:500])

    def _put_off(self, one: Given, headers: dict[str, str], said: Any) -> None:
        one.unheard += 1
        if not headers.get("retry-after", "").isdigit():
            one.wrong.append(f"put off without being told until when: {headers}")
        if not headers.get("content-type", "").startswith("application/problem+json") or not said.get("detail"):
            one.wrong.append(f"put off without words: {said}"[:500])
        time.sleep(PAUSE)


class Intake:
    """Several callers at once: `with Intake(…) as intake:` lets them call until the block ends, and all have heard."""

    def __init__(self, port: int, tokens: list[str], complaints: Complaints) -> None:
        self.stopping = threading.Event()
        self.callers = [Caller(port, token, complaints, self.stopping) for token in tokens]

    def __enter__(self) -> "Intake":
        for caller in self.callers:
            caller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        for caller in self.callers:
            caller.join(PATIENCE + TIMEOUT)

    @property
    def given(self) -> list[Given]:
        return [one for caller in self.callers for one in list(caller.given)]

    @property
    def heard(self) -> int:
        """How many have been acknowledged by now."""
        return sum(one.acknowledged for one in self.given)


def faults(given: list[Given], tickets: dict[str, dict[str, Any]], made_from: Counter[str]) -> list[str]:
    """What was answered, against what is there: every acknowledged ticket, once, under the number that was told."""
    wrong = [f"{one.key}: {fault}" for one in given for fault in one.wrong]
    for one in given:
        if made_from[one.key] != 1:
            wrong.append(f"{one.key}: {made_from[one.key]} tickets, asked {1 + one.unheard} times, heard {one.heard}")
        for said in one.heard:
            there = tickets.get(str(said["id"]))
            if there is None or there["serial"] != said["serial"] or there["key"] != one.key:
                wrong.append(f"{one.key}: answered {said['serial']}, there is {there}")
    return wrong
