"""kill -9 of the web, the worker, the supervisor and all of them, at random moments under intake.

Four rounds on each engine unless SHOUWEN_TEST_CRASH_ROUNDS asks for more; SHOUWEN_TEST_CRASH_SEED gives the draws of an
earlier run again. What fails names the seed and the round.
"""

import os
import random
import subprocess
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from shouwen.wiring import heartbeat, rounds
from tests.baddays.callers import Complaints, Given, Intake, faults
from tests.baddays.conftest import Open
from tests.baddays.desk import Desk, alive, below, children, command_of, kill, until

ROUNDS = int(os.environ.get("SHOUWEN_TEST_CRASH_ROUNDS", "4"))
SEED = int(os.environ.get("SHOUWEN_TEST_CRASH_SEED", "20260304"))
# Clerks of two halls and of the hotline.
CALLERS = ["1001", "1002", "1004", "1005", "1001", "1005"]
# The supervisor gives a web server up that dies five times in a row; a kill by hand is not what it means.
FORGIVEN = 3
PAUSE_OF_THE_SWEEP = timedelta(seconds=next(each.every_seconds for each in rounds.ROUNDS if each.name == "clocks"))
# How many must have been heard before the blow falls, so that every blow falls under load.
WARM = 6


@dataclass
class Struck:
    """A desk under intake, and what its callers were told so far."""

    desk: Desk
    chance: random.Random
    tokens: list[str]
    complaints: Complaints
    given: list[Given] = field(default_factory=list)
    blows: Counter[str] = field(default_factory=Counter)
    top: subprocess.Popen[bytes] = field(init=False)
    web_deaths: int = 0

    def round(self) -> dict[str, Any]:
        """Strike it under intake, let everybody hear, let the worker catch up, and look at all that there is."""
        with Intake(self.desk.port, self.tokens, self.complaints) as intake:
            for _ in range(self.chance.randint(1, 3)):
                heard = intake.heard
                until(lambda heard=heard: intake.heard >= heard + WARM, "callers were answered")
                time.sleep(self.chance.uniform(0, 0.6))
                self.strike()
        self.given += intake.given
        caught_up = datetime.now(UTC)
        # A sweep made before this time is due again by now, and a beat tells when a turn ended, not when it began:
        # the second one from here on is of a turn that began later, so the sweep was made in it or shortly before.
        first = until(lambda: self.beaten_since(caught_up + PAUSE_OF_THE_SWEEP), "the worker has ended a turn")
        until(lambda: self.beaten_since(first), "the worker has caught up")
        seen: dict[str, Any] = self.desk.python("tests.baddays.look", caught_up.isoformat())
        return seen

    def beaten_since(self, at: datetime) -> datetime | None:
        """When the worker's last turn ended, if that was after `at` and nothing of it failed."""
        beat = heartbeat.last(self.desk.data)
        return beat.at if beat is not None and beat.at > at and not beat.failing else None

    def start(self) -> None:
        """Start it, for the first time or anew."""
        self.top, self.web_deaths = self.desk.up(), 0

    def strike(self) -> None:
        """Kill one of its processes, or some, or all. What is above them starts them again."""
        blow = self.chance.choice(["web process", "web process", "web", "worker", "worker and web", "everything"])
        if "web" in blow and self.web_deaths == FORGIVEN:
            blow = "everything"
        self.blows[blow] += 1
        if blow == "everything":
            for pid in (self.top.pid, *below(self.top.pid)):
                kill(pid)
            self.top.wait()
            self.start()
            return
        self.web_deaths += blow in ("web", "worker and web")
        web, worker = self.child("serve"), self.child("worker")
        serving = below(web)
        victims = {
            # There may be none at this moment: a server whose processes die in a row ends itself, to be started anew.
            "web process": self.chance.sample(serving, min(1, len(serving))),
            "web": [web],
            "worker": [worker],
            "worker and web": [worker, web],
        }[blow]
        for pid in victims:
            kill(pid)
            until(lambda pid=pid: not alive(pid), "it is dead")

    def child(self, command: str) -> int:
        """The process of that command, with the processes below it that serve, once it is there."""

        def found() -> int:
            running = [pid for pid in children(self.top.pid) if command_of(pid) == command]
            return running[0] if running and (command == "worker" or below(running[0])) else 0

        pid: int = until(found, f"{command} runs")
        return pid


def test_whatever_is_killed_under_intake_nothing_that_was_acknowledged_is_lost_or_there_twice(open_desk: Open) -> None:
    desk = open_desk()
    tokens = [desk.token(code) for code in CALLERS]
    struck = Struck(desk, random.Random(SEED), tokens, Complaints(SEED))
    struck.start()
    for number in range(1, ROUNDS + 1):
        seen = struck.round()
        made_from = Counter(ticket["key"] for ticket in seen["tickets"].values())
        wrong = seen["faults"] + faults(struck.given, seen["tickets"], made_from)
        asked_again = sum(one.unheard > 0 for one in struck.given)
        print(f"round {number}: {len(struck.given)} acknowledged, {asked_again} asked again, "
              f"{dict(struck.blows)}, {seen['counts']}", flush=True)  # fmt: skip
        assert not wrong, f"seed {SEED}, round {number}: {wrong[:10]}"
        assert set(made_from) == {one.key for one in struck.given}


def test_no_process_of_a_server_that_was_killed_outlives_it_and_another_takes_its_port(on_sqlite: Open) -> None:
    desk = on_sqlite()
    web = desk.serve()
    processes = below(web.pid)
    assert processes
    kill(web.pid)
    web.wait()
    until(lambda: not any(map(alive, processes)), "its processes have ended")
    assert desk.end(desk.serve()) == 0
