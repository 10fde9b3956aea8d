"""Eight desks at the same moment: one outcome, one refund, and nobody over their own authority (C4.8.3, C4.8.5)."""

import json
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.verbs.test_concurrency import REPO, environment  # noqa: F401

# As in `elsewhere`, which can't be read without a database.
PLACES, ROUNDS = 8, 2
ACTS = ("shares", "double", "asked", "big", "fees")


@pytest.fixture
def answers(environment: dict[str, str], tmp_path: Path) -> tuple[list[list[str]], Any]:  # noqa: F811
    """What each desk was answered, act by act, and what is there afterwards."""

    def start(task: str, place: int = 0) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.moneymodel.elsewhere", task, str(place), str(tmp_path)]
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, env=environment, cwd=REPO, **pipes)

    def heard(process: subprocess.Popen[str]) -> Any:
        out, errors = process.communicate(timeout=280)
        assert process.returncode == 0, errors
        return json.loads(out)

    heard(start("world"))
    racing = [start("race", place) for place in range(PLACES)]
    return [heard(one) for one in racing], heard(start("look"))


def test_whatever_is_done_at_eight_desks_at_once_has_one_outcome(answers: tuple[list[list[str]], Any]) -> None:
    desks, seen = answers
    assert seen["heads"] == 0
    assert seen["fees"] == ROUNDS, "a late fee was waived twice"
    for number, found in enumerate(seen["rounds"]):
        came = {act: Counter(desk[number * len(ACTS) + place] for desk in desks) for place, act in enumerate(ACTS)}
        # One sum in eight shares: the first is the front line's own, with it the others are beyond.
        assert came["shares"] == {"done": 1, "beyond-own-authority": PLACES - 1}
        assert found["shares"] == 1
        # Clicked eight times.
        assert came["double"] == {"done": 1, "dispute-move-not-allowed": PLACES - 1}
        assert found["double"] == 1
        # Some sign the one step, some return it: one of them was first, and the others came too late.
        assert came["asked"] == {"done": 1, "no-application": PLACES - 1}
        assert found["asked"] in (["promised", 1, 1], ["proposed", 0, 1])
        # Each sees all that were before: 450.00, 900.00, 1,350.00 …
        assert came["big"] == {"done": PLACES}
        wanted = [Decimal("450.00") * (place + 1) for place in range(PLACES)]
        assert sorted(map(Decimal, found["counted"])) == wanted
        assert came["fees"] == {"done": 1, "late-fee-waived-already": PLACES - 1}
