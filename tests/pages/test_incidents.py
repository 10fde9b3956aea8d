"""Batch incidents: who is in them, and saying that one is over (C1.3.3)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shouwen.tickets.models import Incident

pytestmark = pytest.mark.django_db
LIST = reverse("tickets:incidents")


@pytest.fixture
def surge(cast):
    """Eleven customers with one matter within the hour: one incident."""
    at = timezone.now() - timedelta(hours=1)
    return [cast.open(cast.number(place), at=at, source="hotline") for place in range(11)][-1].incident


def page_of(incident):
    return reverse("tickets:incident", args=[incident.code])


def close(browser, incident, note):
    return browser.post(reverse("tickets:close_incident", args=[incident.code]), {"note": note})


def test_a_surge_shows_as_one_incident_with_its_tickets(cast, surge, signed_in) -> None:
    browser = signed_in(cast.support_lead)
    ((incident, load),) = browser.get(LIST).context["rows"]
    assert (incident.code, load["tickets"], load["running"]) == (surge.code, 11, 11)
    page = browser.get(page_of(surge))
    assert len(page.context["page"].rows) == 11 and "143000" not in page.content.decode()


def test_it_is_closed_with_a_note_once(cast, surge, signed_in) -> None:
    browser = signed_in(cast.support_lead)
    assert close(browser, surge, "基站已修复").status_code == 303
    html = browser.get(page_of(surge)).content.decode()
    assert "基站已修复" in html and cast.support_lead.name in html
    assert close(browser, surge, "再关一次").status_code == 422
    assert Incident.objects.get(pk=surge.pk).note == "基站已修复"


@pytest.mark.parametrize("note", ["", "  ", "长" * 401, "a\x00b"])
def test_a_note_that_cannot_be_kept_closes_nothing_and_stays_in_its_field(cast, surge, signed_in, note) -> None:
    answer = close(signed_in(cast.support_lead), surge, note)
    assert answer.status_code == 422 and answer.context["form"].errors["note"]
    assert answer.context["form"]["note"].value() == note
    assert Incident.objects.get(pk=surge.pk).closed_at is None


def test_a_clerk_sees_it_but_does_not_close_it(cast, surge, signed_in) -> None:
    browser = signed_in(cast.clerk)
    assert reverse("tickets:close_incident", args=[surge.code]) not in browser.get(page_of(surge)).content.decode()
    assert close(browser, surge, "好了").status_code == 403


def test_another_branch_knows_nothing_of_it(cast, surge, signed_in) -> None:
    browser = signed_in(cast.other_lead)
    assert browser.get(LIST).context["rows"] == []
    assert browser.get(page_of(surge)).status_code == close(browser, surge, "好了").status_code == 404


def test_where_there_is_none_the_page_says_when_there_will_be(cast, signed_in) -> None:
    assert 'class="empty"' in signed_in(cast.support_lead).get(LIST).content.decode()


def test_the_list_asks_a_fixed_number_of_questions(cast, surge, signed_in) -> None:
    browser = signed_in(cast.support_lead)
    with CaptureQueriesContext(connection) as asked:
        browser.get(LIST)
    assert len(asked) <= 15
