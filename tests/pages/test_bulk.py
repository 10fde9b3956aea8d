"""Bulk transfer, each ticket by its own verb; and saved views."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwen.handbook.load import shipped
from shouwen.tickets.models import SavedView, Ticket

pytestmark = pytest.mark.django_db
TRANSFER = reverse("tickets:transfer_many")
TRIED = "网络正常，转计费核实"


def opened(cast, *names):
    return [cast.open(name, at=timezone.now() - timedelta(hours=3)) for name in names]


def send(browser, keys, to="QD-BIL", tried=TRIED, **more):
    return browser.post(TRANSFER, {"ticket": keys, "to": to, "tried": tried, **more})


def test_each_is_told_how_it_went_and_what_stayed_may_be_tried_again(cast, signed_in) -> None:
    moves, stays = opened(cast, "diamond", "gold")
    Ticket.rows.filter(pk=stays.pk).update(state="archived")
    answer = send(signed_in(cast.support_lead), [moves.pk, stays.pk])
    assert {each.ticket.pk: each.done for each in answer.context["outcome"]} == {moves.pk: True, stays.pk: False}
    assert [row.pk for row in answer.context["again"]] == [stays.pk]
    assert TRIED in answer.content.decode()
    assert Ticket.rows.get(pk=moves.pk).group.code == "QD-BIL"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"tried": " "}, "say-what-was-tried"),
        ({"to": "NOWHERE"}, "group-missing"),
        ({"to": "Q\x00D"}, "group-missing"),
        ({"tried": "长" * 20_000}, "text-too-long"),
    ],
)
def test_what_can_be_mended_moves_nothing_and_keeps_what_was_typed(cast, signed_in, said, code) -> None:
    (ticket,) = opened(cast, "diamond")
    answer = send(signed_in(cast.support_lead), [ticket.pk], **said)
    assert answer.status_code == 422
    assert shipped().refusals[code].clause in answer.context["wrong"]
    assert [row.pk for row in answer.context["again"]] == [ticket.pk]
    assert answer.context["tried"] == said.get("tried", TRIED)
    assert Ticket.rows.get(pk=ticket.pk).group_id == ticket.group_id


def test_nothing_marked_and_too_many_marked_are_refused_in_words(cast, signed_in) -> None:
    browser = signed_in(cast.support_lead)
    assert send(browser, []).status_code == 422
    answer = send(browser, range(1, shipped().limits.bulk_tickets + 2))
    assert answer.status_code == 422 and str(shipped().limits.bulk_tickets) in answer.context["wrong"]


def test_marks_of_what_one_may_not_see_are_counted_and_left_alone(cast, signed_in) -> None:
    (ticket,) = opened(cast, "diamond")
    answer = send(signed_in(cast.other_lead), [ticket.pk, 2**70, "x"], to="WC-BO")
    assert answer.context["outcome"] == [] and answer.context["unseen"] == 3
    assert Ticket.rows.get(pk=ticket.pk).group_id == ticket.group_id


def test_the_way_back_leads_to_the_same_queue(cast, signed_in) -> None:
    (ticket,) = opened(cast, "diamond")
    html = send(signed_in(cast.support_lead), [ticket.pk], query="priority=express&evil=1").content.decode()
    assert f'href="{reverse("tickets:queues")}?priority=express"' in html


def test_clerks_do_not_transfer_in_bulk(cast, signed_in) -> None:
    (ticket,) = opened(cast, "diamond")
    browser = signed_in(cast.clerk)
    assert send(browser, [ticket.pk]).status_code == 403
    assert "bulk-transfer" not in browser.get(reverse("tickets:queues")).content.decode()


def view_of(browser, name="急件", query="priority=express"):
    return browser.post(reverse("tickets:save_view"), {"name": name, "query": query})


def test_a_view_is_kept_replaced_and_forgotten(cast, signed_in) -> None:
    browser = signed_in(cast.network)
    view_of(browser, query="priority=express&evil=1")
    answer = view_of(browser, query="priority=urgent&sort=due")
    assert answer["Location"] == f"{reverse('tickets:queues')}?priority=urgent&sort=due"
    (view,) = SavedView.objects.filter(staff=cast.network)
    assert view.query == "priority=urgent&sort=due"
    assert "急件" in browser.get(reverse("tickets:queues")).content.decode()
    browser.post(reverse("tickets:drop_view", args=[view.pk]))
    assert not SavedView.objects.filter(pk=view.pk).exists()


def test_a_view_is_renamed_unless_another_bears_the_name(cast, signed_in) -> None:
    browser = signed_in(cast.network)
    view_of(browser, "急件")
    view_of(browser, "网络")
    view = SavedView.objects.get(name="急件")
    rename = reverse("tickets:rename_view", args=[view.pk])
    browser.post(rename, {"name": "特急件"})
    assert SavedView.objects.get(pk=view.pk).name == "特急件"
    for name in ("网络", "", "长" * 41, "a\x00b"):
        browser.post(rename, {"name": name})
        assert SavedView.objects.get(pk=view.pk).name == "特急件"
        assert browser.get(reverse("tickets:queues")).context["messages"]


def test_the_views_of_another_are_out_of_reach(cast, signed_in) -> None:
    view_of(signed_in(cast.network))
    view = SavedView.objects.get()
    browser = signed_in(cast.clerk)
    browser.post(reverse("tickets:drop_view", args=[view.pk]))
    assert browser.post(reverse("tickets:rename_view", args=[view.pk]), {"name": "我的"}).status_code == 404
    assert SavedView.objects.get(pk=view.pk).name == "急件"


@pytest.mark.parametrize("name", ["", "长" * 41, "a\x00b"])
def test_a_view_without_a_fitting_name_is_not_kept(cast, signed_in, name) -> None:
    view_of(signed_in(cast.network), name)
    assert not SavedView.objects.exists()
