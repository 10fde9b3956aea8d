"""Real processes against one database: nothing is lost, nothing is there twice, one wins and the other is told."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.desks import REPO, Desks

Elsewhere = Callable[..., list[Any]]

LOOK = """
import json
from collections import Counter
from shouwen.clocks.models import Clock
from shouwen.clocks.recheck import Difference, differences
from shouwen.ledger.models import Chain, Event
from shouwen.notices.models import Message
from shouwen.tickets.models import Incident, Ticket
surge = Ticket.rows.filter(category="basic.data.cannot_connect")
once = list(Message.objects.values_list("once", flat=True))
codes = Counter(Event.objects.filter(code__startswith="clock.").values_list("chain", "code", "facts"
    "__clock", "facts__level", "facts__run"))
print(json.dumps({
    "tickets": surge.count(),
    "serials": len(set(Ticket.rows.values_list("serial", flat=True))),
    "all": Ticket.rows.count(),
    "incidents": Incident.objects.count(),
    "joined": surge.exclude(incident=None).count(),
    "customers": Incident.objects.values_list("customers", flat=True).first(),
    "batch": surge.filter(urgencies__kind="batch").count(),
    "completion": sorted(set(Clock.objects.filter(kind="completion", chain__ticket__in=surge)
        .values_list("minutes", flat=True))),
    "holder": list(Ticket.rows.filter(state="working").values_list("holder__code", flat=True)),
    "taken": Event.objects.filter(code="ticket.taken").count(),
    "double": Ticket.rows.filter(category="charges.bill.double").count(),
    "wrong": [str(found) for found in differences() if isinstance(found, Difference)],
    "heads": sum(chain.length != chain.events.count() for chain in Chain.objects.all()),
    "said": len(once), "said_once": len(set(once)), "most": max(codes.values(), default=0),
}))
"""


@pytest.fixture
def environment(desks: Desks, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of a database of this test alone, migrated."""
    with desks.open(tmp_path) as env:
        yield env


@pytest.fixture
def elsewhere(environment: dict[str, str], tmp_path: Path) -> Elsewhere:
    """`elsewhere(("taking", "1006"), …)` does these tasks at the same time, each in a process of its own."""

    def run(*tasks: tuple[str, str]) -> list[Any]:
        signal = tmp_path / uuid4().hex
        command = [sys.executable, "-m", "tests.verbs.elsewhere"]
        running = [
            subprocess.Popen(
                [*command, *task, str(signal)],
                env=environment,
                cwd=REPO,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for task in tasks
        ]
        signal.touch()
        ended = [process.communicate(timeout=240) for process in running]
        for process, (_, errors) in zip(running, ended, strict=True):
            assert process.returncode == 0, errors
        return [json.loads(out) for out, _ in ended]

    run(("world", ""))
    return run


@pytest.fixture
def look(environment: dict[str, str]) -> Callable[[], dict[str, Any]]:
    """What is in the database now."""

    def seen() -> dict[str, Any]:
        start = "import django; django.setup()\n"
        ran = subprocess.run([sys.executable, "-c", start + LOOK], env=environment, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
        answer: dict[str, Any] = json.loads(ran.stdout)
        return answer

    return seen


def test_a_surge_at_sixteen_desks_makes_one_incident_and_loses_no_ticket(elsewhere: Elsewhere, look: Any) -> None:
    answers = elsewhere(*(("surge", str(place)) for place in range(16)))
    assert Counter(answer for desk in answers for answer in desk) == {"done": 48}
    now = look()
    assert now["tickets"] == 48
    assert now["serials"] == now["all"]
    assert now["incidents"] == 1
    assert now["customers"] == now["joined"] == now["batch"] == 48
    assert now["completion"] == [48 * 60]
    assert (now["wrong"], now["heads"]) == ([], 0)


def test_two_colleagues_take_one_ticket_and_one_of_them_is_told(elsewhere: Elsewhere, look: Any) -> None:
    answers = elsewhere(("taking", "1006"), ("taking", "1007"))
    assert sorted(answers) == ["done", "stale"]
    now = look()
    assert now["holder"] == [("1006", "1007")[answers.index("done")]]
    assert now["taken"] == 1


def test_a_form_sent_six_times_at_once_makes_one_ticket(elsewhere: Elsewhere, look: Any) -> None:
    answers = elsewhere(*[("twice", "14300999999")] * 6)
    assert Counter(answers) == {"done": 1, "open-complaint": 5}
    assert look()["double"] == 1


def test_workers_side_by_side_say_each_thing_once(elsewhere: Elsewhere, look: Any) -> None:
    elsewhere(*(("surge", str(place)) for place in range(4)))
    elsewhere(*[("sweeping", "")] * 4)
    now = look()
    assert now["said"] == now["said_once"] > 0
    assert now["most"] == 1
    assert (now["wrong"], now["heads"]) == ([], 0)
