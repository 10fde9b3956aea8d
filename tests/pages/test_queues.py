"""Queues: what is in them, in which order, and work on many tickets at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shouwen.people.models import SkillGroup
from shouwen.tickets.models import SavedView, Ticket
from shouwen.tickets.verbs import transfer
from tests.cast import done

pytestmark = pytest.mark.django_db


def _queued(cast, *names, at=None):
    """Tickets of several customers in the network group's queue."""
    at = at or timezone.now() - timedelta(hours=3)
    tickets = []
    for place, name in enumerate(names):
        ticket = cast.open(name, at=at + timedelta(minutes=place))
        group = SkillGroup.rows.get(code="QD-NET")
        tickets.append(done(transfer(ticket.pk, actor=cast.clerk, at=at + timedelta(minutes=30), to=group, tried="已重启手机")))
    return tickets


def test_express_stands_before_urgent_before_normal(cast, signed_in) -> None:
    _queued(cast, "prepaid", "diamond", "government")
    page = signed_in(cast.network).get(reverse("tickets:queues"), {"group": "mine"})
    assert [row.priority for row in page.context["page"].rows] == ["express", "urgent", "normal"]


def test_names_and_numbers_in_a_queue_are_masked(cast, signed_in) -> None:
    _queued(cast, "diamond")
    html = signed_in(cast.network).get(reverse("tickets:queues"), {"group": "mine"}).content.decode()
    assert "欧阳致远" not in html and "14300880001" not in html
    assert "143****0001" in html


def test_another_branch_sees_nothing_of_it(cast, signed_in) -> None:
    _queued(cast, "diamond")
    page = signed_in(cast.other_clerk).get(reverse("tickets:queues"), {"all": "1"})
    assert page.context["page"].rows == []
    assert "清渡" not in page.context["total"]


def test_a_longer_queue_costs_no_more_queries(cast, signed_in) -> None:
    browser = signed_in(cast.network)
    _queued(cast, "diamond")
    with CaptureQueriesContext(connection, ) as few:
        browser.get(reverse("tickets:queues"), {"group": "mine"})
    _queued(cast, "gold", "silver", "points", "prepaid")
    with CaptureQueriesContext(connection) as many:
        browser.get(reverse("tickets:queues"), {"group": "mine"})
    assert len(many) <= len(few)


def test_many_are_transferred_at_once_and_each_is_told_how_it_went(cast, signed_in) -> None:
    tickets = _queued(cast, "diamond", "gold")
    Ticket.rows.filter(pk=tickets[1].pk).update(state="archived")
    answer = signed_in(cast.support_lead).post(
        reverse("tickets:transfer_many"),
        {"ticket": [ticket.pk for ticket in tickets], "to": "QD-BIL", "tried": "网络正常，转计费核实"},
    )
    outcome = {each["ticket"].pk: each["done"] for each in answer.context["outcome"]}
    assert outcome == {tickets[0].pk: True, tickets[1].pk: False}
    assert Ticket.rows.get(pk=tickets[0].pk).group.code == "QD-BIL"


def test_a_bulk_transfer_that_does_not_say_what_was_tried_moves_nothing(cast, signed_in) -> None:
    (ticket,) = _queued(cast, "diamond")
    answer = signed_in(cast.support_lead).post(
        reverse("tickets:transfer_many"), {"ticket": [ticket.pk], "to": "QD-BIL", "tried": " "}
    )
    assert answer.context["moved"] == 0
    assert answer.context["outcome"][0]["why"]


def test_a_view_is_kept_replaced_and_forgotten(cast, signed_in) -> None:
    browser = signed_in(cast.network)
    browser.post(reverse("tickets:save_view"), {"name": "急件", "query": "priority=express&evil=1"})
    browser.post(reverse("tickets:save_view"), {"name": "急件", "query": "priority=urgent"})
    (view,) = SavedView.objects.filter(staff=cast.network)
    assert view.query == "priority=urgent"
    signed_in(cast.clerk).post(reverse("tickets:drop_view", args=[view.pk]))
    assert SavedView.objects.filter(pk=view.pk).exists()
    browser.post(reverse("tickets:drop_view", args=[view.pk]))
    assert not SavedView.objects.filter(pk=view.pk).exists()


def test_pages_by_key_show_every_ticket_once(cast, signed_in, monkeypatch) -> None:
    from shouwen.tickets.reads import paging

    monkeypatch.setattr(paging.page, "__kwdefaults__", {"after": "", "size": 2})
    _queued(cast, "diamond", "gold", "silver", "points", "prepaid")
    browser, seen, url = signed_in(cast.network), [], reverse("tickets:queues") + "?group=mine"
    for _ in range(5):
        page = browser.get(url)
        seen += [row.serial for row in page.context["page"].rows]
        if not page.context["next_url"]:
            break
        url = reverse("tickets:queues") + page.context["next_url"]
    assert len(seen) == len(set(seen)) == 5


def test_a_broken_page_key_shows_the_first_page(cast, signed_in) -> None:
    _queued(cast, "diamond")
    page = signed_in(cast.network).get(reverse("tickets:queues"), {"group": "mine", "after": "%%%"})
    assert len(page.context["page"].rows) == 1


def test_take_from_the_queue_opens_the_ticket(cast, signed_in) -> None:
    (ticket,) = _queued(cast, "diamond")
    answer = signed_in(cast.network).post(reverse("tickets:take_from_queue", args=[ticket.pk]))
    assert answer.status_code == 302
    assert Ticket.rows.get(pk=ticket.pk).holder == cast.network
