"""Queues: what is in them, in which order, how they are narrowed, and taking one ticket out."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shouwen.people.models import SkillGroup
from shouwen.tickets.models import Ticket
from shouwen.tickets.reads import paging
from shouwen.tickets.verbs import transfer
from tests.cast import done

pytestmark = pytest.mark.django_db
QUEUES = reverse("tickets:queues")


@pytest.fixture(autouse=True)
def sunday() -> Iterator[None]:
    """Sunday, 8 March 2026, 10:00 in Shanghai: only the clocks that run on days off press anybody."""
    with time_machine.travel(datetime(2026, 3, 8, 2, tzinfo=UTC), tick=False):
        yield


def queued(cast, *names, hours=3):
    """Tickets of several customers in the network group's queue."""
    at = timezone.now() - timedelta(hours=hours)
    group = SkillGroup.rows.get(code="QD-NET")
    said = {"actor": cast.clerk, "to": group, "tried": "已重启手机"}
    tickets = [cast.open(name, at=at + timedelta(minutes=place)) for place, name in enumerate(names)]
    return [done(transfer(ticket.pk, at=at + timedelta(minutes=30), **said)) for ticket in tickets]


def listed(browser, **filters):
    return [row.pk for row in browser.get(QUEUES, filters).context["page"].rows]


def test_express_stands_before_urgent_before_normal(cast, signed_in) -> None:
    queued(cast, "prepaid", "diamond", "government")
    page = signed_in(cast.network).get(QUEUES, {"group": "mine"})
    assert [row.priority for row in page.context["page"].rows] == ["express", "urgent", "normal"]


def test_names_and_numbers_in_a_queue_are_masked(cast, signed_in) -> None:
    queued(cast, "diamond")
    html = signed_in(cast.network).get(QUEUES, {"group": "mine"}).content.decode()
    assert "欧阳致远" not in html and "14300880001" not in html
    assert "143****0001" in html


def test_another_branch_sees_nothing_of_it(cast, signed_in) -> None:
    queued(cast, "diamond")
    page = signed_in(cast.other_clerk).get(QUEUES, {"all": "1"})
    assert page.context["page"].rows == [] and page.context["total"] == "0"


def test_a_longer_queue_costs_no_more_queries(cast, signed_in) -> None:
    browser = signed_in(cast.network)
    queued(cast, "diamond")
    with CaptureQueriesContext(connection) as few:
        browser.get(QUEUES, {"group": "mine"})
    queued(cast, "gold", "silver", "points", "prepaid")
    with CaptureQueriesContext(connection) as many:
        browser.get(QUEUES, {"group": "mine"})
    # One of them for each rank: a short list is walked to its end.
    assert len(many) <= len(few) <= 18


def test_a_queue_opens_with_my_groups_and_for_who_has_none_with_what_is_mine(cast, signed_in) -> None:
    (theirs,) = queued(cast, "diamond")
    mine = cast.open("gold", by=cast.colleague)
    assert listed(signed_in(cast.network)) == [theirs.pk]
    assert listed(signed_in(cast.colleague)) == [mine.pk]


def test_each_filter_narrows_to_what_it_names(cast, signed_in) -> None:
    (ticket,) = queued(cast, "diamond")
    cast.open("prepaid", by=cast.second_hall_clerk, category="charges.bill.unknown_fee", text="账单不明")
    browser = signed_in(cast.support_lead)
    branch = ticket.category.rsplit(".", 1)[0]
    for name, value in {
        "group": "QD-NET",
        "state": "queued",
        "priority": "express",
        "urgency": "important",
        "category": branch,
        "unit": "QD1",
        "owner": cast.clerk.code,
        "words": "总是掉线",
    }.items():
        assert listed(browser, **{name: value}) == [ticket.pk], name
    assert len(listed(browser, unit="QD")) == len(listed(browser, column="complaint")) == 2
    assert listed(browser, holder=cast.clerk.code) == []


@pytest.mark.parametrize(
    "name", ["group", "state", "priority", "urgency", "column", "category", "unit", "owner", "holder", "whose", "due"]
)
def test_a_filter_that_means_nothing_shows_nothing_and_never_breaks(cast, signed_in, name) -> None:
    queued(cast, "diamond")
    assert listed(signed_in(cast.support_lead), **{name: "no\x00nsense"}) == []


def test_what_is_due_is_found_by_when(cast, signed_in) -> None:
    late, soon = (
        cast.open("diamond", at=timezone.now() - timedelta(hours=30)),
        cast.open("gold", at=timezone.now() - timedelta(hours=22)),
    )
    later = cast.open("prepaid", at=timezone.now() - timedelta(hours=1))
    Ticket.rows.filter(pk=later.pk).update(next_due_at=timezone.now() + timedelta(hours=10))
    browser = signed_in(cast.support_lead)
    assert listed(browser, due="breached") == [late.pk]
    assert listed(browser, due="4h") == [soon.pk]
    assert set(listed(browser, due="24h")) == {soon.pk, later.pk}
    days = [set(listed(browser, due=day)) for day in ("today", "tomorrow")]
    assert days[0] | days[1] == {soon.pk, later.pk} and not days[0] & days[1]
    bands = [listed(browser, due=band) for band in ("0-12", "12-15", "15-18", "18-24")]
    assert {pk for band in bands for pk in band} == days[0]


def test_filters_without_a_box_are_named_and_can_be_left_out(cast, signed_in) -> None:
    queued(cast, "diamond")
    page = signed_in(cast.support_lead).get(QUEUES, {"owner": cast.clerk.code, "due": "4h"})
    (named,) = page.context["in_force"]
    assert named["value"] == cast.clerk.name and "owner" not in named["without"] and "due=4h" in named["without"]


def test_pages_by_key_show_every_ticket_once_and_lead_back(cast, signed_in, monkeypatch) -> None:
    monkeypatch.setattr(paging, "PAGE", 2)
    tickets = queued(cast, "diamond", "gold", "silver", "points", "prepaid")
    # What has no deadline stands at the end, however many there are.
    Ticket.rows.filter(pk__in=[ticket.pk for ticket in tickets[2:]]).update(next_due_at=None)
    browser = signed_in(cast.network)
    for sort in ("urgent", "due", "newest"):
        pages, url = [], f"{QUEUES}?group=mine&sort={sort}"
        for _ in range(5):
            answer = browser.get(url)
            pages.append([row.pk for row in answer.context["page"].rows])
            if not answer.context["next_url"]:
                break
            url = QUEUES + answer.context["next_url"]
        assert sorted(pk for page in pages for pk in page) == sorted(ticket.pk for ticket in tickets)
        for page in reversed(pages[:-1]):
            answer = browser.get(QUEUES + answer.context["previous_url"])
            assert [row.pk for row in answer.context["page"].rows] == page
        assert answer.context["previous_url"] == ""


@pytest.mark.parametrize("key", ["%%%", [1], [1, 2, 3], ["x", None, 1], [0, "2026-01-01", 1], [0, None, 2**70], "深"])
def test_a_broken_page_key_shows_the_first_page(cast, signed_in, key) -> None:
    queued(cast, "diamond")
    text = key if isinstance(key, str) else base64.urlsafe_b64encode(json.dumps(key).encode()).decode()
    assert len(listed(signed_in(cast.network), group="mine", after=text)) == 1
    assert len(listed(signed_in(cast.network), group="mine", before=text)) == 1


def test_many_are_counted_without_a_lie(cast, signed_in, monkeypatch) -> None:
    from shouwen.tickets.reads.paging import count

    queued(cast, "diamond", "gold", "silver")
    assert count(Ticket.rows.all(), most=2) == "2+"
    assert count(Ticket.rows.all(), most=3) == "3"


def test_the_rail_counts_what_waits_in_my_groups(cast, signed_in) -> None:
    queued(cast, "diamond", "gold")
    assert signed_in(cast.network).get(reverse("tickets:queue_count")).content == b"2"
    assert signed_in(cast.clerk).get(reverse("tickets:queue_count")).content == b"0"


def test_take_from_the_queue_opens_the_ticket(cast, signed_in) -> None:
    (ticket,) = queued(cast, "diamond")
    answer = signed_in(cast.network).post(reverse("tickets:take_from_queue", args=[ticket.pk]))
    assert (answer.status_code, answer["Location"]) == (303, reverse("tickets:ticket", args=[ticket.pk]))
    assert Ticket.rows.get(pk=ticket.pk).holder == cast.network


def test_only_who_may_take_is_offered_to(cast, signed_in) -> None:
    queued(cast, "diamond")
    offered = "data-take"
    assert offered in signed_in(cast.network).get(QUEUES, {"all": "1"}).content.decode()
    assert offered in signed_in(cast.support_lead).get(QUEUES, {"all": "1"}).content.decode()
    for person in (cast.clerk, cast.billing, cast.auditor):
        assert offered not in signed_in(person).get(QUEUES, {"all": "1"}).content.decode()


def test_taking_what_is_not_of_my_groups_is_refused(cast, signed_in) -> None:
    (ticket,) = queued(cast, "diamond")
    assert signed_in(cast.billing).post(reverse("tickets:take_from_queue", args=[ticket.pk])).status_code == 409
    assert signed_in(cast.other_network).post(reverse("tickets:take_from_queue", args=[ticket.pk])).status_code == 404
