"""Real processes on one database: workers side by side, killed outright; every line is ordered exactly once."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.batchdisputes.elsewhere import CUSTOMERS
from tests.desks import REPO, Desks

Begin = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def begin(desks: Desks, tmp_path: Path) -> Iterator[Begin]:
    """`begin("carry")` starts that task in a process of its own, on a database of this test alone."""
    with desks.open(tmp_path) as env:

        def run(task: str) -> "subprocess.Popen[str]":
            words = [sys.executable, "-m", "tests.batchdisputes.elsewhere", task]
            return subprocess.Popen(words, env=env, cwd=REPO, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

        answer(run("world"))
        yield run


def answer(process: "subprocess.Popen[str]") -> Any:
    """What the process printed; it must have ended well."""
    out, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    return json.loads(out.splitlines()[-1])


def whole(found: dict[str, Any]) -> None:
    assert found == {
        "state": "settling",
        "ordered": CUSTOMERS,
        "total": f"{CUSTOMERS * 6}.00",
        "refunds": CUSTOMERS,
        "most": 1,
        "theirs": CUSTOMERS,
        "reconciles": True,
        "chain": True,
    }


def test_two_workers_side_by_side_order_every_line_once(begin: Begin) -> None:
    both = [begin("carry"), begin("carry")]
    for each in both:
        answer(each)
    whole(answer(begin("look")))


def test_of_one_form_handed_in_side_by_side_one_batch_is_begun(begin: Begin) -> None:
    four = [begin("hand_in") for _ in range(4)]
    assert sorted(map(answer, four)) == ["begun"] + ["form-handed-in"] * 3


def test_killed_outright_again_and_again_every_line_is_ordered_once(begin: Begin) -> None:
    for seconds in (2.5, 4.0):
        worker = begin("carry")
        time.sleep(seconds)
        worker.kill()
        worker.communicate()
        found = answer(begin("look"))
        # Whenever it was killed: what is counted is what is there.
        assert found["ordered"] == found["refunds"] == found["theirs"] and found["chain"] and found["reconciles"]
    answer(begin("carry"))
    whole(answer(begin("look")))
