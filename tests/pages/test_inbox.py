"""The approval inbox: what waits for whose signature, in which order, and the numbers that tell of it (C4.8.3)."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from shouwen.clocks.models import Clock
from shouwen.disputes.models import Application
from shouwen.disputes.reads import inbox
from shouwen.people.models import Staff
from shouwen.people.verbs import name_deputy
from tests.cast import MORNING, done
from tests.disputes.telling import Story

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=3)
URL = "/disputes/inbox"


@pytest.fixture(autouse=True)
def three_hours_later():
    with time_machine.travel(LATER, tick=False):
        yield


def asked(cast, amount="300.00", **said):
    return Story(cast, amount, **said).ready(amount).applied()


def away(cast, person, deputy):
    told = {"begins_at": MORNING, "ends_at": MORNING + timedelta(days=9), "deputy": deputy}
    done(name_deputy(person.pk, actor=person, at=MORNING, **told))


def fresh(person):
    return Staff.objects.get(pk=person.pk)


def waits_for(person, at=LATER):
    """The serials that wait for a person, in order."""
    return [each.application.dispute.serial for each in inbox.line(fresh(person), at)]


def test_an_application_waits_for_those_of_its_level_in_its_place(cast):
    story = asked(cast)
    serial = story.dispute.serial
    assert waits_for(cast.hall_manager) == waits_for(cast.support_lead) == [serial]
    for person in (cast.second_hall_manager, cast.office_manager, cast.city_manager, cast.other_lead, cast.clerk):
        assert waits_for(person) == []


def test_once_signed_it_waits_for_the_next_level(cast):
    story = asked(cast, "900.00").signed(cast.hall_manager)
    assert waits_for(cast.hall_manager) == [] and waits_for(cast.support_lead) == []
    assert waits_for(cast.office_manager) == [story.dispute.serial]
    story.signed(cast.office_manager)
    assert waits_for(cast.office_manager) == waits_for(cast.department_manager) == []


def test_ones_own_application_waits_for_others(cast):
    asked(cast, by=cast.hall_manager)
    assert waits_for(cast.hall_manager) == [] and len(waits_for(cast.support_lead)) == 1


def test_what_is_returned_or_recalled_waits_no_longer(cast):
    story, other = asked(cast), asked(cast, customer="gold")
    done(story.do("give_back", by=cast.hall_manager, application=1, why="清单不全", reason="papers_missing"))
    done(other.do("recall", why="金额有误"))
    assert waits_for(cast.hall_manager) == []


def test_a_deputy_finds_what_waits_for_whom_they_stand_in(cast, signed_in):
    asked(cast)
    away(cast, cast.hall_manager, cast.other_lead)
    assert len(waits_for(cast.other_lead)) == 1 and waits_for(cast.hall_manager) == []
    browser = signed_in(cast.other_lead)
    browser.cookies["django_language"] = "en"
    assert "for 周岚" in browser.get(URL).content.decode()


def test_where_a_level_has_nobody_left_the_next_above_finds_it(cast, signed_in):
    asked(cast, "900.00").signed(cast.hall_manager)
    Staff.objects.filter(pk=cast.office_manager.pk).update(is_active=False)
    assert len(waits_for(cast.department_manager)) == 1
    browser = signed_in(cast.department_manager)
    browser.cookies["django_language"] = "en"
    assert "stands in from above" in browser.get(URL).content.decode()


def test_the_nearest_approval_deadline_stands_first(cast):
    first = asked(cast, at=MORNING - timedelta(days=1))
    # Signed once, its next step began only now: it is due after one that was applied for meanwhile.
    second = asked(cast, "900.00", customer="gold", at=MORNING - timedelta(days=2))
    third = asked(cast, customer="silver")
    order = waits_for(cast.support_lead)
    assert order == [story.dispute.serial for story in (second, first, third)]
    due = [each.due_at for each in inbox.line(fresh(cast.support_lead), LATER)]
    assert due == sorted(due)
    clock = Clock.objects.get(chain=first.dispute.chain_id, kind="approval")
    assert clock.due_at == due[1]
    second.at = MORNING
    second.signed(cast.hall_manager)
    assert waits_for(cast.office_manager) == [second.dispute.serial]
    renewed = next(inbox.line(fresh(cast.office_manager), LATER))
    assert renewed.due_at == Clock.objects.filter(chain=second.dispute.chain_id, kind="approval").last().due_at


def test_pages_go_on_by_key_and_no_row_is_lost_or_shown_twice(cast):
    for place in range(7):
        asked(cast, customer=cast.number(600 + place), at=MORNING - timedelta(minutes=place))
    whole = [each.application.pk for each in inbox.line(fresh(cast.hall_manager), LATER)]
    found, after = [], ""
    while True:
        page = inbox.page(fresh(cast.hall_manager), LATER, after, size=3)
        found += [each.application.pk for each in page.rows]
        after = page.after
        if not after:
            break
    assert found == whole and len(set(found)) == 7


@pytest.mark.parametrize("key", ["x", "20260304T013000000000-", "-1", "99999999T000000000000-1", "%00"])
def test_a_key_that_cannot_be_read_shows_the_first_page(cast, signed_in, key):
    asked(cast)
    answer = signed_in(cast.hall_manager).get(URL, {"after": key})
    assert answer.status_code == 200 and len(answer.context["rows"]) == 1


def test_chunks_are_read_on_until_something_of_mine_is_found(cast, monkeypatch):
    monkeypatch.setattr(inbox, "CHUNK", 2)
    for place in range(5):
        asked(cast, customer=cast.number(600 + place), by=cast.hall_manager if place < 3 else None)
    assert len(waits_for(cast.hall_manager)) == 2 and len(waits_for(cast.support_lead)) == 5


def test_the_inbox_asks_no_more_when_it_grows(cast, signed_in, django_assert_max_num_queries):
    for place in range(6):
        asked(cast, customer=cast.number(600 + place), by=(cast.clerk, cast.second_hall_clerk)[place % 2])
    browser = signed_in(cast.support_lead)
    with django_assert_max_num_queries(22):
        assert len(browser.get(URL).context["rows"]) == 6


def test_an_empty_inbox_says_what_belongs_here(cast, signed_in):
    browser = signed_in(cast.office_manager)
    browser.cookies["django_language"] = "en"
    assert "Nothing waits for your signature" in browser.get(URL).content.decode()


def test_the_rail_counts_what_waits_for_me(cast, signed_in):
    asked(cast), asked(cast, customer="gold")
    assert signed_in(cast.hall_manager).get(f"{URL}/count").content == b"2"
    assert signed_in(cast.office_manager).get(f"{URL}/count").content == b"0"
    assert f'hx-get="{URL}/count"' in signed_in(cast.hall_manager).get("/").content.decode()


def test_who_may_not_sign_has_no_inbox(cast, signed_in):
    browser = signed_in(cast.clerk)
    assert browser.get(URL).status_code == browser.get(f"{URL}/count").status_code == 403
    assert URL not in browser.get("/").content.decode()


def test_my_desk_counts_what_waits_for_me_and_my_disputes_due(cast, signed_in):
    story = asked(cast)
    figures = signed_in(cast.hall_manager).get("/").context["figures"]
    assert [(each.n, each.url) for each in figures] == [
        (1, reverse("disputes:inbox")),
        (0, f"{reverse('disputes:list')}?whose=mine&due=24h"),
    ]
    with time_machine.travel(story.dispute.next_due_at - timedelta(hours=23), tick=False):
        mine = signed_in(cast.clerk).get("/").context["figures"]
    assert [each.n for each in mine] == [1]
    assert signed_in(cast.auditor).get("/").context["figures"] == []


def test_what_was_summed_and_overridden_is_marked_in_the_list(cast, signed_in):
    asked(cast, "300.00")
    Story(cast, "400.00").ready("350.00").applied()
    browser = signed_in(cast.support_lead)
    browser.cookies["django_language"] = "en"
    html = browser.get(URL).content.decode()
    assert "Σ 650.00" in html and "otherwise than the rule" in html
    assert Application.objects.get(counted=Decimal("650.00")).chain == ["team_leader", "office_manager"]
