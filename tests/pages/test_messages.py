"""Messages: told once, counted at the bell, read one by one or all together."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwen.clocks.sweep import sweep
from shouwen.notices.models import Message
from shouwen.tickets.verbs import take, transfer
from tests.cast import done

pytestmark = pytest.mark.django_db
LIST, COUNT = reverse("notices:list"), reverse("notices:count")


@pytest.fixture
def breach(cast):
    """A breach that the sweep has told of."""
    ticket = cast.open("diamond", at=timezone.now() - timedelta(days=3))
    sweep(timezone.now())
    return ticket


def message_of(person, **more):
    return Message.objects.filter(to=person, **more).first()


def test_a_breach_is_told_and_counted_at_the_bell(cast, breach, signed_in) -> None:
    browser = signed_in(cast.clerk)
    waiting = Message.objects.filter(to=cast.clerk).count()
    assert browser.get(COUNT).content == str(waiting).encode() != b"0"
    html = browser.get(LIST).content.decode()
    assert breach.serial in html and "message-over" in html and "message-new" in html


def test_words_come_in_the_readers_language(cast, breach, signed_in) -> None:
    browser = signed_in(cast.clerk)
    assert "超时" in browser.get(LIST, headers={"Accept-Language": "zh-CN"}).content.decode()
    assert "is overdue" in browser.get(LIST, headers={"Accept-Language": "en"}).content.decode()


def test_opening_a_message_reads_it_and_leads_to_its_ticket(cast, breach, signed_in) -> None:
    message = message_of(cast.clerk)
    answer = signed_in(cast.clerk).post(reverse("notices:read", args=[message.pk]))
    assert (answer.status_code, answer["Location"]) == (303, reverse("tickets:ticket", args=[breach.pk]))
    message.refresh_from_db()
    assert message.read_at


@pytest.mark.parametrize("link", ["https://elsewhere.test/", "//elsewhere.test", "javascript:alert(1)", ""])
def test_a_message_leads_nowhere_outside(cast, breach, signed_in, link) -> None:
    message = message_of(cast.clerk)
    Message.objects.filter(pk=message.pk).update(link=link)
    assert signed_in(cast.clerk).post(reverse("notices:read", args=[message.pk]))["Location"] == LIST


def test_all_are_read_together_but_for_what_came_since(cast, breach, signed_in) -> None:
    browser = signed_in(cast.clerk)
    shown = browser.get(LIST).context["now"]
    late = message_of(cast.clerk)
    Message.objects.filter(pk=late.pk).update(at=shown + timedelta(seconds=1))
    browser.post(reverse("notices:read_all"), {"until": shown.isoformat()})
    assert browser.get(COUNT).content == b"1"
    assert [each.pk for each in browser.get(LIST, {"unread": "1"}).context["page"]] == [late.pk]


@pytest.mark.parametrize("until", ["", "x", "2026-13-40T00:00", "2026-03-04T09:30"])
def test_a_moment_that_cannot_be_read_means_now(cast, breach, signed_in, until) -> None:
    browser = signed_in(cast.clerk)
    browser.post(reverse("notices:read_all"), {"until": until})
    assert browser.get(COUNT).content == b"0"
    assert browser.get(LIST, {"unread": "1"}).status_code == 200


def test_the_bell_counts_no_further_than_it_can_show(cast, signed_in) -> None:
    at = timezone.now()
    Message.objects.bulk_create(
        Message(to=cast.clerk, code="clock.warned", at=at, once=f"test:{place}") for place in range(120)
    )
    assert signed_in(cast.clerk).get(COUNT).content == b"99+"
    assert len(signed_in(cast.clerk).get(LIST, {"page": "3"}).context["page"].object_list) == 20


def test_a_message_of_somebody_else_is_not_found(cast, breach, signed_in) -> None:
    message = message_of(cast.clerk)
    assert signed_in(cast.colleague).post(reverse("notices:read", args=[message.pk])).status_code == 404
    assert signed_in(cast.colleague).get(LIST).context["page"].paginator.count == 0


def test_a_message_names_the_group_and_the_colleague(cast, signed_in):
    ticket = cast.open()
    done(transfer(ticket.pk, actor=cast.clerk, at=cast.after(1), to=cast.groups["QD-NET"], tried="已重启"))
    done(take(ticket.pk, actor=cast.network, at=cast.after(2)))
    seen = signed_in(cast.network).get(reverse("notices:list")).content.decode()
    assert cast.groups["QD-NET"].name in seen
    told = signed_in(cast.clerk).get(reverse("notices:list")).content.decode()
    assert cast.network.name in told
