"""kill -9 of workers in real processes, two side by side, against a billing system that misbehaves (C4.8.2).

Four blows on each engine unless SHOUWEN_TEST_CRASH_ROUNDS asks for more; SHOUWEN_TEST_CRASH_SEED draws them anew.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shouwen.refunds.billing.simulated.moods import Moods
from shouwen.refunds.billing.simulated.server import running
from shouwen.refunds.billing.simulated.system import System
from tests.desks import REPO, Desks

BLOWS = int(os.environ.get("SHOUWEN_TEST_CRASH_ROUNDS", "4"))
SEED = int(os.environ.get("SHOUWEN_TEST_CRASH_SEED", "20260304"))
COUNT = 150


@pytest.fixture
def environment(desks: Desks, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of a database of this test alone, with the world and its refunds in it."""
    with desks.open(tmp_path) as env:
        _told(env, "world", str(COUNT))
        yield env


def _started(env: dict[str, str], *task: str, **said: Any) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "tests.refunds.process", *task], env=env, cwd=REPO, **said)


def _told(env: dict[str, str], *task: str) -> Any:
    running = _started(env, *task, stdout=subprocess.PIPE)
    out, _ = running.communicate(timeout=300)
    assert running.returncode == 0
    return json.loads(out.splitlines()[-1])


def test_killed_at_any_moment_each_refund_is_booked_once(environment: dict[str, str]) -> None:
    chance = random.Random(SEED)
    troubles = {"cut_before": 0.06, "cut_after": 0.06, "fail_after": 0.04, "twice": 0.02, "pending": 0.04}
    moods: dict[str, Any] = {"delay": 0.5, "delay_seconds": 0.1, "forget": 0.1, "forget_seconds": 2, "drop_key": 0.2}
    system = System(moods=Moods(seed=SEED, **troubles, **moods))
    with running(system) as server:
        workers = [_started(environment, "work", server.address) for _ in range(2)]
        _until_booked(system, 1)
        for blow in range(BLOWS):
            _until_booked(system, min(len(system.book.all()) + 5, COUNT - 20))
            time.sleep(chance.uniform(0, 0.3))
            struck = chance.randrange(2)
            workers[struck].kill()
            workers[struck].wait()
            if blow < BLOWS - 1:
                workers[struck] = _started(environment, "work", server.address)
        for worker in workers:
            worker.kill()
            worker.wait()
        system.moods = Moods(seed=SEED, drop_key=0.2)
        seen = _told(environment, "settle", server.address)
    booked = Counter(one.key for one in system.book.all())
    assert max(booked.values()) == 1, f"booked twice with the seed {SEED}: {booked.most_common(3)}"
    assert Counter(seen["states"].values()) == {"done": COUNT}
    assert seen["receipts"] == {one.key: one.receipt for one in system.book.all()}
    assert (seen["told"], seen["told_once"]) == (COUNT, COUNT)
    # A blow in the midst of a call leaves an attempt that nobody knows the end of; most blows do.
    assert seen["open_attempts"] <= 64 * BLOWS


def _until_booked(system: System, count: int) -> None:
    until = time.monotonic() + 60
    while len(system.book.all()) < count and time.monotonic() < until:
        time.sleep(0.05)
