"""My desk, the team page, search, incidents and messages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwen.clocks.sweep import sweep
from shouwen.handbook.load import shipped
from shouwen.notices.models import Message
from shouwen.tickets.verbs import ask_hold
from tests.cast import done

pytestmark = pytest.mark.django_db


def test_the_desk_of_a_newcomer_says_how_work_comes(cast, signed_in) -> None:
    page = signed_in(cast.colleague).get(reverse("tickets:desk"))
    assert page.status_code == 200 and page.context["tasks"] == []


def test_what_is_first_asked_of_me_stands_on_my_desk_with_its_reason(cast, signed_in) -> None:
    ticket = cast.open("diamond", at=timezone.now() - timedelta(hours=2))
    tasks = signed_in(cast.clerk).get(reverse("tickets:desk")).context["tasks"]
    assert [(task.ticket.pk, task.why) for task in tasks] == [(ticket.pk, ticket.next_due_clock)]


def test_a_consent_stands_on_the_managers_desk_and_team_page(cast, signed_in) -> None:
    ticket = cast.open("diamond", at=timezone.now() - timedelta(hours=2))
    reason = next(iter(shipped().hold_reasons))
    done(ask_hold(ticket.pk, actor=cast.clerk, at=timezone.now(), reason=reason, why="客户出差，周五再联系"))
    browser = signed_in(cast.hall_manager)
    assert browser.get(reverse("tickets:desk")).context["tasks"][0].why == "consent_hold"
    page = browser.get(reverse("tickets:team"))
    assert [asked.ticket_id for asked in page.context["consents"]] == [ticket.pk]
    line = next(line for line in page.context["lines"] if line.staff == cast.clerk)
    assert line.first_asked == 1 and line.in_hand == 1


def test_the_team_page_is_for_managers(cast, signed_in) -> None:
    assert signed_in(cast.clerk).get(reverse("tickets:team")).status_code == 403


@pytest.mark.parametrize("words", ["网", "断网", "没有信号", "Wi-Fi", "wi-fi"])
def test_words_of_any_length_are_found(cast, signed_in, words) -> None:
    ticket = cast.open("diamond", text="家里断网两天，手机没有信号，Wi-Fi 也连不上")
    page = signed_in(cast.clerk).get(reverse("tickets:search"), {"q": words})
    assert [row.pk for row in page.context["page"].rows] == [ticket.pk]
    assert "<mark>" in page.content.decode()


def test_words_that_stand_apart_are_not_found_as_one(cast, signed_in) -> None:
    cast.open("diamond", text="断了的网线修好后信号仍差")
    assert signed_in(cast.clerk).get(reverse("tickets:search"), {"q": "断网信号"}).context["page"].rows == []


def test_a_serial_opens_its_ticket_and_a_number_lists_its_tickets(cast, signed_in) -> None:
    ticket = cast.open("diamond")
    browser = signed_in(cast.clerk)
    assert browser.get(reverse("tickets:search"), {"q": ticket.serial}).status_code == 302
    page = browser.get(reverse("tickets:search"), {"q": "143 0088 0001"})
    assert page.context["how"] == "number" and [row.pk for row in page.context["page"].rows] == [ticket.pk]
    assert page.context["page"].rows[0].customer.name not in page.content.decode()


def test_a_search_of_another_branch_finds_nothing(cast, signed_in) -> None:
    cast.open("diamond", text="家里断网两天")
    assert signed_in(cast.other_clerk).get(reverse("tickets:search"), {"q": "断网"}).context["page"].rows == []


def test_a_text_with_markup_is_shown_as_text(cast, signed_in) -> None:
    cast.open("diamond", text="<script>alert(1)</script> 断网")
    html = signed_in(cast.clerk).get(reverse("tickets:search"), {"q": "断网"}).content.decode()
    assert "<script>alert(1)" not in html


def test_a_breach_is_told_counted_and_read(cast, signed_in) -> None:
    cast.open("diamond", at=timezone.now() - timedelta(days=3))
    sweep(timezone.now())
    browser = signed_in(cast.clerk)
    assert int(browser.get(reverse("notices:count")).content) > 0
    message = Message.objects.filter(to=cast.clerk).first()
    answer = browser.post(reverse("notices:read", args=[message.pk]))
    assert answer["Location"] == message.link
    browser.post(reverse("notices:read_all"))
    assert browser.get(reverse("notices:count")).content == b"0"
    assert browser.get(reverse("notices:list")).status_code == 200


def test_a_message_of_somebody_else_is_not_found(cast, signed_in) -> None:
    cast.open("diamond", at=timezone.now() - timedelta(days=3))
    sweep(timezone.now())
    message = Message.objects.filter(to=cast.clerk).first()
    assert signed_in(cast.colleague).post(reverse("notices:read", args=[message.pk])).status_code == 404


def test_an_incident_shows_its_tickets_and_is_closed_with_a_note(cast, signed_in) -> None:
    at = timezone.now() - timedelta(hours=1)
    tickets = [cast.open(cast.number(place), at=at, source="hotline") for place in range(11)]
    code = tickets[-1].incident.code
    browser = signed_in(cast.support_lead)
    assert code in browser.get(reverse("tickets:incidents")).content.decode()
    page = browser.get(reverse("tickets:incident", args=[code]))
    assert len(page.context["page"].rows) == 11
    browser.post(reverse("tickets:close_incident", args=[code]), {"note": "基站已修复"})
    assert browser.get(reverse("tickets:incident", args=[code])).context["incident"].closed_at
    assert signed_in(cast.other_clerk).get(reverse("tickets:incident", args=[code])).status_code == 404
