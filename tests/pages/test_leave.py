"""Leave and the deputy, as people record it for themselves and for those whom they manage (C4.8.3)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from shouwen.people.models import Leave
from shouwen.people.verbs import name_deputy
from tests.cast import MORNING, done

pytestmark = pytest.mark.django_db
OWN = "/account/leave"


@pytest.fixture(autouse=True)
def that_morning():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def manager(cast, signed_in):
    browser = signed_in(cast.hall_manager)
    browser.cookies["django_language"] = "en"
    return browser


def typed(deputy, **more):
    return {"begins_at": "2026-03-05T08:30", "ends_at": "2026-03-09T08:30", "deputy": deputy.pk, "seen": "", **more}


def offered(browser, url=OWN):
    return set(browser.get(url).context["form"].offered)


def test_a_manager_names_a_deputy_for_themselves(cast, manager):
    assert manager.post(OWN, typed(cast.second_hall_manager)).status_code == 303
    leave = Leave.objects.get()
    assert (leave.staff, leave.deputy) == (cast.hall_manager, cast.second_hall_manager)
    assert leave.begins_at.isoformat() == "2026-03-05T00:30:00+00:00"
    html = manager.get(OWN).content.decode()
    assert "温如玉" in html and "Not going" in html


def test_only_people_of_at_least_the_same_level_are_offered(cast, manager, signed_in):
    codes = {cast.staff[code].pk for code in ("1014", "1009", "1011", "1012", "1013", "2003")}
    assert offered(manager) == {str(pk) for pk in codes}
    above = signed_in(cast.department_manager)
    assert offered(above) == {str(cast.city_manager.pk)}
    leads = signed_in(cast.branch_lead)
    assert str(cast.hall_manager.pk) in offered(leads) and str(cast.clerk.pk) not in offered(leads)


def test_who_is_not_offered_is_not_taken(cast, manager):
    answer = manager.post(OWN, typed(cast.colleague))
    assert answer.status_code == 422 and answer.context["form"].errors["deputy"]
    assert 'value="2026-03-05T08:30"' in answer.content.decode() and not Leave.objects.exists()


def test_what_overlaps_is_told_at_its_field_and_everything_typed_is_kept(cast, manager):
    manager.post(OWN, typed(cast.second_hall_manager))
    answer = manager.post(OWN, typed(cast.support_lead, begins_at="2026-03-08T08:30", ends_at="2026-03-12T08:30"))
    assert answer.status_code == 422 and answer.context["form"].errors["begins_at"]
    html = answer.content.decode()
    assert 'value="2026-03-12T08:30"' in html and f'value="{cast.support_lead.pk}" selected' in html


def test_leave_that_ends_before_it_begins_or_in_the_past_is_refused(cast, manager):
    for begins, ends in (("2026-03-09T08:30", "2026-03-05T08:30"), ("2026-03-01T08:30", "2026-03-02T08:30")):
        answer = manager.post(OWN, typed(cast.second_hall_manager, begins_at=begins, ends_at=ends))
        assert answer.status_code == 422 and answer.context["form"].errors["ends_at"]


def test_it_is_ended_early_by_oneself(cast, manager):
    leave = named(cast)
    with time_machine.travel(MORNING + timedelta(hours=5), tick=False):
        assert manager.post(f"{OWN}/{leave.pk}/end").status_code == 303
        assert "ended early" in manager.get(OWN).content.decode()
    leave.refresh_from_db()
    assert leave.ended_at == MORNING + timedelta(hours=5)


def named(cast):
    told = {"begins_at": MORNING, "ends_at": MORNING + timedelta(days=2)}
    done(
        name_deputy(cast.hall_manager.pk, actor=cast.hall_manager, at=MORNING, deputy=cast.second_hall_manager, **told)
    )
    return Leave.objects.get()


def test_somebody_elses_leave_is_ended_by_who_manages_them_only(cast, manager, signed_in):
    leave = named(cast)
    assert signed_in(cast.second_hall_manager).post(f"{OWN}/{leave.pk}/end").status_code == 404
    url = reverse("people:person_leave_end", args=[cast.hall_manager.pk, leave.pk])
    assert signed_in(cast.support_lead).post(url).status_code == 403
    assert signed_in(cast.branch_lead).post(url).status_code == 303
    leave.refresh_from_db()
    assert leave.ended_at is not None


def test_a_branch_lead_records_it_for_somebody_who_fell_ill(cast, signed_in):
    lead = signed_in(cast.branch_lead)
    url = reverse("people:person_leave", args=[cast.office_manager.pk])
    assert lead.post(url, typed(cast.department_manager)).status_code == 303
    assert Leave.objects.get().staff == cast.office_manager
    assert lead.get(reverse("people:person_leave", args=[cast.other_lead.pk])).status_code == 404


def test_who_may_not_name_a_deputy_has_no_such_page(cast, signed_in):
    assert signed_in(cast.clerk).get(OWN).status_code == 403
    assert "/account/leave" not in signed_in(cast.clerk).get("/").content.decode()
    assert "/account/leave" in signed_in(cast.hall_manager).get("/").content.decode()


def test_staff_pages_show_who_is_away_and_who_stands_in(cast, signed_in):
    named(cast)
    lead = signed_in(cast.branch_lead)
    lead.cookies["django_language"] = "en"
    assert "on leave" in lead.get(reverse("people:staff")).content.decode()
    html = lead.get(reverse("people:person", args=[cast.hall_manager.pk])).content.decode()
    assert "away now" in html and "温如玉" in html
    deputys = signed_in(cast.second_hall_manager)
    assert "周岚" in deputys.get(OWN).content.decode()
