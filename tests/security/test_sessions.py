"""A sitting: begun anew with each sign-in, ended by time, by its person, by an administrator, and by a new password."""

import time

import pytest
import time_machine
from django.conf import settings as product
from django.test import Client
from django.urls import reverse

from shouwen.ledger.models import Event
from shouwen.people import sitting
from shouwen.people.models import Staff
from shouwen.people.verbs import change_staff
from tests.cast import PASSWORD, Cast, done
from tests.security.conftest import SignIn, inside

NEW = "lantern-boat-harbour-7"
COUNT = reverse("notices:count")


def session_of(client: Client) -> str:
    return client.cookies[product.SESSION_COOKIE_NAME].value


def test_a_sign_in_takes_no_session_that_was_there_before(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.clerk)
    first = session_of(client)
    assert len(first) >= 32
    sign_in(cast.colleague, client=client)
    client.post(reverse("account_logout"))
    sign_in(cast.clerk, client=client)
    assert session_of(client) != first


def test_a_planted_session_is_not_signed_in(cast: Cast, sign_in: SignIn) -> None:
    planted = Client()
    planted.cookies[product.SESSION_COOKIE_NAME] = "a" * 32
    sign_in(cast.clerk, client=planted)
    assert inside(planted) and session_of(planted) != "a" * 32


def test_signed_out_the_old_session_opens_nothing(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.clerk)
    kept = session_of(client)
    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies[product.SESSION_COOKIE_NAME] = kept
    assert not inside(thief)


def test_whoever_is_away_for_an_hour_is_signed_out(cast: Cast, sign_in: SignIn) -> None:
    client, now = sign_in(cast.clerk), time.time()
    assert inside(client)
    with time_machine.travel(now + sitting.IDLE_SECONDS - 60, tick=False):
        assert inside(client)
    with time_machine.travel(now + 2 * sitting.IDLE_SECONDS - 180, tick=False):
        assert inside(client)
    with time_machine.travel(now + 3 * sitting.IDLE_SECONDS, tick=False):
        assert not inside(client)


@pytest.mark.parametrize("address", [COUNT, "/", "/disputes", "/disputes/inbox/count", "/days/count"])
def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(cast: Cast, sign_in: SignIn, address: str) -> None:
    client, now = sign_in(cast.hall_manager), time.time()
    inside(client)
    asked = {"HX-Request": "true", sitting.BY_ITSELF: "1"}
    for minutes in (20, 40, 59):
        with time_machine.travel(now + minutes * 60, tick=False):
            assert client.get(address, headers=asked).status_code in (200, 204)
    with time_machine.travel(now + sitting.IDLE_SECONDS + 9, tick=False):
        assert client.get(address, headers=asked).status_code == 401


def test_with_a_first_password_no_other_page_comes_as_a_part_of_one(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.clerk)
    Staff.objects.filter(pk=cast.clerk.pk).update(password_by_other=True)
    assert client.get(COUNT, headers={"HX-Request": "true"}).status_code == 401
    assert client.get("/").headers["Location"] == reverse("account_change_password")


def test_no_sitting_lasts_longer_than_a_shift(cast: Cast, sign_in: SignIn) -> None:
    client, now = sign_in(cast.clerk), time.time()
    for hours in [half / 2 for half in range(24)]:
        with time_machine.travel(now + hours * 3600, tick=False):
            assert inside(client), hours
    with time_machine.travel(now + sitting.LONGEST_SECONDS + 9, tick=False):
        assert not inside(client)


def test_a_new_password_signs_out_everywhere_else_and_leaves_its_event(cast: Cast, sign_in: SignIn) -> None:
    here, elsewhere = sign_in(cast.clerk), sign_in(cast.clerk)
    typed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post(reverse("account_change_password"), typed).status_code == 302
    assert inside(here) and not inside(elsewhere)
    event = Event.objects.filter(chain__name="staff/1001").latest("seq")
    assert (event.code, event.actor, event.facts["password_set"]) == ("staff.changed", "1001", True)
    assert inside(sign_in(cast.clerk, NEW)) and not inside(sign_in(cast.clerk))


def test_a_password_given_by_an_administrator_signs_out_everywhere(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.clerk)
    done(change_staff(cast.clerk.pk, actor=cast.admin, at=cast.morning, password=NEW))
    assert not inside(client)


@pytest.mark.parametrize("who", ["clerk", "admin"])
def test_everybody_can_sign_themselves_out_on_every_device(cast: Cast, sign_in: SignIn, who: str) -> None:
    person = getattr(cast, who)
    here, elsewhere, other = sign_in(person), sign_in(person), sign_in(cast.colleague)
    assert reverse("people:sign_out_everywhere") in here.get("/").content.decode()
    here.post(reverse("people:sign_out_everywhere"))
    assert not inside(here) and not inside(elsewhere) and inside(other)
    assert Event.objects.filter(chain=person.chain_id).latest("seq").code == "staff.signed_out"
    assert inside(sign_in(person))


def test_an_administrator_can_end_the_sittings_of_a_person_and_a_clerk_cannot(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.clerk)
    address = reverse("people:person_sign_out", args=[cast.clerk.pk])
    assert sign_in(cast.colleague).post(address).status_code == 403 and inside(client)
    assert sign_in(cast.admin).post(address).status_code == 303 and not inside(client)


def test_a_branch_lead_cannot_sign_out_whom_they_could_not_have_appointed(cast: Cast, sign_in: SignIn) -> None:
    Staff.objects.filter(pk=cast.admin.pk).update(unit=cast.units["QD"])
    client = sign_in(cast.admin)
    answer = sign_in(cast.branch_lead).post(reverse("people:person_sign_out", args=[cast.admin.pk]))
    assert answer.status_code == 422 and inside(client)


def test_somebody_who_may_not_sign_in_any_more_is_out_at_once(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.clerk)
    Staff.objects.filter(pk=cast.clerk.pk).update(is_active=False)
    assert not inside(client) and not inside(sign_in(cast.clerk))


def test_signing_out_is_asked_by_post_alone(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.clerk)
    client.get(reverse("account_logout"))
    client.get(reverse("people:sign_out_everywhere"))
    assert inside(client)
