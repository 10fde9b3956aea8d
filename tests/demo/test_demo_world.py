"""The demo world: made through the verbs, the same for the same seed, with something true on every desk.

It is made in a database of its own, by processes of their own: twice side by side, to be compared.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shouwen.demo.people import PEOPLE, SIGN_INS
from shouwen.demo.wording import complaints
from shouwen.handbook.load import shipped
from tests.desks import environment

NOW = "2026-03-05T03:00:00+00:00"
# Who approves, executes or looks on, and takes no complaint in.
NO_COMPLAINTS = (
    "auditor", "admin", "office_manager", "department_manager", "city_manager", "business_department", "it_centre",
    "service_centre",
)  # fmt: skip

MAKE = """
import django; django.setup()
import json, sys
from datetime import datetime, timedelta
from django.db.models import Count
from shouwen.wiring import database
database.migrate()
from shouwen.demo.crowd import fill
from shouwen.demo.world import make
now = datetime.fromisoformat(sys.argv[1])
refused = make(seed=int(sys.argv[2]), now=now, tickets=260)
from shouwen.clocks.models import Clock
from shouwen.clocks.recheck import Difference, differences
from shouwen.customers.models import Customer
from shouwen.ledger.models import Event
from shouwen.notices.models import Message
from shouwen.people.models import Staff
from shouwen.tickets.models import Consent, Incident, Ticket
from shouwen.tickets.reads import desk
rows = Ticket.rows.order_by("pk")
told = {
    "refused": refused,
    "tickets": list(rows.values_list("serial", "state", "customer__number", "text", "chain__length")),
    "events": sorted(set(Event.objects.values_list("code", flat=True))),
    "latest": Event.objects.exclude(code__startswith="calendar.").latest("at").at.isoformat(),
    "incidents": Incident.objects.count(),
    "wrong": sum(isinstance(found, Difference) for found in differences()),
    "numbers": sorted(set(number[:3] for number in Customer.rows.values_list("number", flat=True))),
    "customers": Customer.rows.count(),
    "due": Clock.objects.filter(wake_at__lte=now).count(),
    "unread": Message.objects.filter(read_at=None).count(),
    "read": Message.objects.exclude(read_at=None).count(),
    "asked": sorted(set(Consent.objects.filter(decided_at=None).values_list("kind", flat=True))),
    "idle": [
        person.code
        for person in Staff.objects.order_by("code")
        if not desk.tasks(person, now, desk.asked_of(person), 50)
    ],
}
from shouwen.disputes.models import Application
from shouwen.refunds.models import Refund
told["waiting"] = sorted({one.level for one in Application.objects.filter(state="waiting")})
told["unbooked"] = Refund.rows.filter(state__in=("sending", "unknown", "refused")).count()
told["crowd"] = fill(seed=1, now=now, tickets=300, progress=lambda made: None)
told["states"] = sorted(set(Ticket.rows.filter(imported=True).values_list("state", flat=True)))
told["loud"] = Clock.objects.filter(wake_at__lte=now, chain__ticket__imported=True).count()
print(json.dumps(told))
"""


Make = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def make_worlds(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """`make_worlds((now, seed), …)` makes them side by side; answers what each tells of itself."""

    def make(*which: tuple[str, str]) -> list[dict[str, Any]]:
        return [json.loads(out) for out in _made([(tmp_path_factory.mktemp("world"), *one) for one in which])]

    return make


def _made(which: list[tuple[Path, str, str]]) -> list[str]:
    making = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE, now, seed],
            env=environment(folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for folder, now, seed in which
    ]
    ended = [process.communicate(timeout=1800) for process in making]
    for process, (_, errors) in zip(making, ended, strict=True):
        assert process.returncode == 0, errors
    return [out for out, _ in ended]


@pytest.fixture(scope="module")
def worlds(make_worlds: Make) -> list[dict[str, Any]]:
    """What two makings of the same seed and time tell of themselves."""
    return make_worlds((NOW, "7"), (NOW, "7"))


@pytest.fixture
def world(worlds: list[dict[str, Any]]) -> dict[str, Any]:
    return worlds[0]


def test_the_same_seed_makes_the_same_world(worlds: list[dict[str, Any]]) -> None:
    assert worlds[0] == worlds[1]


def test_its_people_know_the_rules_on_any_day(world: dict[str, Any], make_worlds: Make) -> None:
    # After the Spring Festival, when seven working days last longest, and at night before the National Day.
    others = make_worlds(("2026-02-27T11:00:00+00:00", "8"), ("2026-09-30T18:30:00+00:00", "9"))
    assert [one["refused"] for one in (world, *others)] == [[], [], []]
    assert all(one["wrong"] == one["due"] == 0 for one in others)


def test_everybody_who_works_on_complaints_has_something_to_do(world: dict[str, Any]) -> None:
    house_keepers = sorted(person.code for person in PEOPLE if person.duties[0][0] in NO_COMPLAINTS)
    assert world["idle"] == house_keepers


def test_money_goes_back_in_every_way_and_waits_for_every_level(world: dict[str, Any]) -> None:
    happened = set(world["events"])
    assert {"dispute.granted", "dispute.signed", "dispute.returned", "dispute.settled", "dispute.closed"} <= happened
    assert {"dispute.reversal_asked", "dispute.refund_called_off", "late_fee.waived", "refund.done"} <= happened
    assert world["waiting"] == ["city_manager", "department_manager", "office_manager", "team_leader"]
    assert world["unbooked"] == 0


def test_nearly_everything_that_can_happen_to_a_ticket_has_happened(world: dict[str, Any]) -> None:
    happened = set(world["events"])
    ticket = {code for code in shipped().events if code.startswith("ticket.")}
    on_paper = {"ticket.attached", "ticket.printed", "ticket.imported"}
    refusals = {"ticket.void_refused", "ticket.handover_declined", "ticket.handover_withdrawn", "ticket.hold_refused"}
    by_chance = {"ticket.reclassified", "ticket.repeat_judged", "ticket.customer_revealed"}
    assert ticket - happened <= on_paper | refusals | by_chance
    assert {"clock.warned", "clock.breached", "clock.escalated", "incident.opened"} <= happened


def test_there_is_one_incident_and_questions_wait_for_managers(world: dict[str, Any]) -> None:
    assert world["incidents"] == 1
    assert world["asked"] == ["handover", "hold", "void"]


def test_it_ends_now_with_all_said_that_was_due_and_what_is_old_read(world: dict[str, Any]) -> None:
    assert world["latest"] <= NOW
    assert world["due"] == 0
    assert 0 < world["unread"] < world["read"]


def test_its_deadlines_are_what_its_events_say(world: dict[str, Any]) -> None:
    assert world["wrong"] == 0


def test_nobody_owns_its_numbers(world: dict[str, Any]) -> None:
    assert world["numbers"] == ["143"]
    assert world["customers"] == 3000


def test_a_crowd_comes_on_top_without_raising_alarms(world: dict[str, Any]) -> None:
    assert world["crowd"] == 300
    assert world["states"] == ["answered", "archived", "open", "queued", "working"]
    assert world["loud"] == 0


def test_at_least_150_complaints_are_told_each_in_its_own_words() -> None:
    texts = [text for _, text in complaints()]
    assert len(texts) == len(set(texts)) >= 150


def test_every_category_that_is_complained_of_can_be_chosen() -> None:
    tree = shipped().categories
    for category, _ in complaints():
        assert category in tree, category
        assert not tree.children(category), category
        assert not tree[category].retired, category


def test_there_are_forty_people_and_those_named_first_hold_the_role_they_show() -> None:
    assert len(PEOPLE) == len({person.code for person in PEOPLE}) == len({person.name for person in PEOPLE}) == 40
    roles = {person.code: {role for role, _ in person.duties} for person in PEOPLE}
    assert all(role in roles[code] for code, role in SIGN_INS)
