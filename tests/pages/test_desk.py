"""My desk: numbers that open what they count, and what to do next, with the reason."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shouwen.handbook.load import shipped
from shouwen.people.models import SkillGroup
from shouwen.tickets.verbs import answer, ask_hold, contact, give_back, hold, take, transfer
from tests.cast import done

pytestmark = pytest.mark.django_db
DESK = reverse("tickets:desk")


@pytest.fixture(autouse=True)
def sunday() -> Iterator[None]:
    """Sunday, 8 March 2026, 10:00 in Shanghai: only the clocks that run on days off press anybody."""
    with time_machine.travel(datetime(2026, 3, 8, 2, tzinfo=UTC), tick=False):
        yield


def ago(**span):
    return timezone.now() - timedelta(**span)


def opened(cast, name="diamond", hours=2, **said):
    return cast.open(name, at=ago(hours=hours), **said)


def moved(cast, ticket, to="QD-NET"):
    group = SkillGroup.rows.get(code=to)
    return done(transfer(ticket.pk, actor=cast.clerk, at=ago(minutes=30), to=group, tried="已重启手机"))


def whys(page):
    return {task.ticket.pk: task.why for task in page.context["tasks"]}


def test_the_desk_of_a_newcomer_says_how_work_comes(cast, signed_in) -> None:
    page = signed_in(cast.colleague).get(DESK)
    assert page.status_code == 200 and page.context["tasks"] == []
    assert reverse("tickets:queues") in page.content.decode()


def test_what_is_in_my_hands_stands_on_my_desk_with_its_reason(cast, signed_in) -> None:
    ticket = opened(cast)
    (task,) = signed_in(cast.clerk).get(DESK).context["tasks"]
    assert (task.ticket.pk, task.why, task.facts) == (ticket.pk, "clock", {"clock": ticket.next_due_clock})


def test_what_was_answered_is_to_be_archived_and_stands_after_what_presses(cast, signed_in) -> None:
    answered, pressing = opened(cast, "gold", hours=5), opened(cast)
    said = {"course": "已检查基站", "answer": "明天修复", "satisfaction": next(iter(shipped().satisfactions))}
    done(
        answer(answered.pk, actor=cast.clerk, at=ago(hours=1), answered_by=cast.clerk, answered_at=ago(hours=1), **said)
    )
    tasks = signed_in(cast.clerk).get(DESK).context["tasks"]
    assert [(task.ticket.pk, task.why) for task in tasks] == [(pressing.pk, "clock"), (answered.pk, "archive")]


def test_a_promise_that_is_due_next_is_called_a_promise(cast, signed_in) -> None:
    ticket = opened(cast)
    said = {
        "way": "phone",
        "said": "正在查",
        "promised": "今天回电",
        "promised_until": timezone.now() + timedelta(hours=1),
    }
    done(contact(ticket.pk, actor=cast.clerk, at=ago(hours=1), contacted_at=ago(hours=1), **said))
    assert whys(signed_in(cast.clerk).get(DESK)) == {ticket.pk: "promised"}


def test_a_returned_ticket_says_by_whom_and_why_until_somebody_moves_it(cast, signed_in) -> None:
    ticket = moved(cast, opened(cast))
    done(take(ticket.pk, actor=cast.network, at=ago(minutes=20)))
    reason = next(iter(shipped().return_reasons))
    done(give_back(ticket.pk, actor=cast.network, at=ago(minutes=10), reason=reason, why="没有写小区号"))
    browser = signed_in(cast.clerk)
    page = browser.get(DESK)
    assert whys(page) == {ticket.pk: "returned"}
    assert cast.network.name in page.content.decode() and "没有写小区号" in page.content.decode()
    done(contact(ticket.pk, actor=cast.clerk, at=ago(minutes=5), contacted_at=ago(minutes=5), way="phone", said="补问"))
    assert whys(browser.get(DESK)) == {ticket.pk: "clock"}


def test_mine_in_others_hands_stands_on_my_desk_once_it_presses(cast, signed_in) -> None:
    calm, pressing = moved(cast, opened(cast, "prepaid")), moved(cast, opened(cast, "diamond", hours=23))
    assert whys(signed_in(cast.clerk).get(DESK)) == {pressing.pk: "press"}
    assert calm.pk != pressing.pk


def test_each_number_opens_a_list_of_just_so_many(cast, signed_in) -> None:
    opened(cast, "diamond", hours=21)
    opened(cast, "gold", hours=40)
    moved(cast, opened(cast, "silver", hours=30))
    moved(cast, opened(cast, "prepaid"))
    held = opened(cast, "points")
    reason = next(iter(shipped().hold_reasons))
    done(ask_hold(held.pk, actor=cast.clerk, at=ago(minutes=9), reason=reason, why="客户出差"))
    done(hold(held.pk, actor=cast.hall_manager, at=ago(minutes=8)))
    for person in (cast.clerk, cast.hall_manager):
        browser = signed_in(person)
        page = browser.get(DESK)
        for figures in filter(None, (page.context["numbers"], page.context["team"])):
            for name, figure in figures.items():
                assert browser.get(figure["url"]).context["total"] == str(figure["n"]), name
    assert {name: each["n"] for name, each in signed_in(cast.clerk).get(DESK).context["numbers"].items()} == {
        "due_soon": 1,
        "breached": 2,
        "in_others_hands": 2,
        "waiting": 2,
    }


def test_a_consent_stands_first_on_the_managers_desk(cast, signed_in) -> None:
    ticket = opened(cast)
    reason = next(iter(shipped().hold_reasons))
    done(ask_hold(ticket.pk, actor=cast.clerk, at=timezone.now(), reason=reason, why="客户出差，周五再联系"))
    page = signed_in(cast.hall_manager).get(DESK)
    assert page.context["tasks"][0].why == "consent_hold"
    assert cast.clerk.name in page.content.decode()


def test_a_fuller_desk_costs_no_more_queries(cast, signed_in) -> None:
    browser = signed_in(cast.hall_manager)
    opened(cast, by=cast.hall_manager)
    with CaptureQueriesContext(connection) as few:
        browser.get(DESK)
    for name in ("gold", "silver", "points", "prepaid"):
        opened(cast, name, by=cast.hall_manager)
    with CaptureQueriesContext(connection) as many:
        browser.get(DESK)
    # Three of them count what waits for a signature and which disputes are due.
    assert len(many) <= len(few) <= 21


def test_the_desk_shows_nobody_in_full(cast, signed_in) -> None:
    opened(cast)
    html = signed_in(cast.clerk).get(DESK).content.decode()
    assert "欧阳致远" not in html and "14300880001" not in html and "143****0001" in html
