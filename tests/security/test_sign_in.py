"""The sign-in: what it tells, how often it lets somebody try, which passwords it takes, and the second factor."""

import logging
import time
from typing import Any

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from shouwen.ledger.models import Event
from shouwen.people.models import Staff
from shouwen.people.verbs import change_staff
from tests.cast import PASSWORD, Cast, done
from tests.security.conftest import SignIn, inside

LOGIN, CHANGE = reverse("account_login"), reverse("account_change_password")
GOOD = "lantern-boat-harbour-7"


def tried(client: Client, code: str, password: str) -> str:
    return client.post(LOGIN, {"login": code, "password": password}).content.decode()


def test_a_wrong_password_and_a_number_of_nobody_are_answered_alike(cast: Cast) -> None:
    known, unknown = (tried(Client(), code, "x" * 12) for code in ("1001", "1999"))
    # The form's own token and what was typed differ; nothing else may.
    lines = [page.replace("1999", "1001").splitlines() for page in (known, unknown)]
    differ = [pair for pair in zip(*lines, strict=True) if pair[0] != pair[1] and "csrf" not in pair[0].lower()]
    assert not differ


def test_after_five_wrong_passwords_the_right_one_does_not_help_until_later(cast: Cast, sign_in: SignIn) -> None:
    for _ in range(5):
        tried(Client(), "1001", "not-the-password")
    assert not inside(sign_in(cast.clerk))
    assert inside(sign_in(cast.colleague))
    with time_machine.travel(time.time() + 16 * 60, tick=False):
        assert inside(sign_in(cast.clerk))


def test_twenty_wrong_passwords_of_one_address_within_a_minute_stop_it(cast: Cast, sign_in: SignIn) -> None:
    with time_machine.travel(time.time(), tick=False):
        for number in range(20):
            tried(Client(), f"{1900 + number}", "not-the-password")
        assert not inside(sign_in(cast.clerk))


@pytest.mark.parametrize(
    "poor",
    [
        "short-one-7",
        "password1234",
        "123456789012",
        "1001林小满1001林小满",
        "Shouwen10086!",
        "aaaaaaaaaaaaaaa",
        "渡口路服务厅" * 2,
    ],
)
def test_a_password_that_is_guessed_first_is_refused(cast: Cast, poor: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(poor, cast.clerk)


@pytest.mark.parametrize(
    "good", [GOOD, "下雨天记得带那把蓝色的伞出门", "x9 Kq7 wZ2 pL4", "correct horse battery staple " * 4]
)
def test_a_password_may_be_of_any_characters_and_long(cast: Cast, good: str) -> None:
    validate_password(good, cast.clerk)


def test_a_password_is_taken_as_typed_to_its_last_character(cast: Cast, sign_in: SignIn) -> None:
    long = " Blaue Laterne am Hafen " + "é" * 60 + " "
    cast.clerk.set_password(long)
    cast.clerk.save()
    for near in (long.strip(), long.lower(), long[:-2] + " ", long[:72]):
        assert not inside(sign_in(cast.clerk, near)), near
    assert inside(sign_in(cast.clerk, long))


def test_a_password_is_changed_only_by_who_knows_it_and_never_into_a_poor_one(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.clerk)
    for old, new in (("wrong-one-12345", GOOD), (PASSWORD, "password1234")):
        assert client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new}).status_code != 302
    assert Staff.objects.get(pk=cast.clerk.pk).check_password(PASSWORD)


def test_the_sign_in_form_masks_the_password_and_lets_a_manager_fill_it(db: None) -> None:
    page = Client().get(LOGIN).content.decode()
    assert 'type="password"' in page and 'autocomplete="current-password"' in page and "onpaste" not in page


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes"])
def test_the_second_factor_is_changed_only_after_the_password_was_given_again(
    cast: Cast, sign_in: SignIn, name: str
) -> None:
    with_factor(cast.clerk)
    client = Client()
    client.force_login(cast.clerk)
    answer = client.get(reverse(name))
    assert answer.status_code == 302 and "account/" in answer["Location"]


def with_factor(person: Staff) -> str:
    """Sets up the second factor; answers its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def code(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def give_code(client: Client, secret: str) -> None:
    """At one instant: its half minute may end between making a code and its being looked at."""
    with time_machine.travel(time.time(), tick=False):
        client.post(reverse("mfa_authenticate"), {"code": code(secret)})


def test_with_a_second_factor_the_password_alone_does_not_open(cast: Cast, sign_in: SignIn) -> None:
    secret = with_factor(cast.clerk)
    client = sign_in(cast.clerk)
    assert not inside(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not inside(client)
    give_code(client, secret)
    assert inside(client)


def test_a_code_and_a_recovery_code_are_good_once(cast: Cast, sign_in: SignIn) -> None:
    secret = with_factor(cast.clerk)
    spare = RecoveryCodes(Authenticator.objects.get(user=cast.clerk, type="recovery_codes")).get_unused_codes()[0]
    with time_machine.travel(time.time(), tick=False):
        for each in (code(secret), spare):
            first, second = sign_in(cast.clerk), sign_in(cast.clerk)
            first.post(reverse("mfa_authenticate"), {"code": each})
            second.post(reverse("mfa_authenticate"), {"code": each})
            assert inside(first) and not inside(second)


def test_the_secret_of_a_second_factor_is_not_stored_as_it_is(cast: Cast) -> None:
    secret = with_factor(cast.clerk)
    row = Authenticator.objects.get(user=cast.clerk, type="totp")
    assert secret not in str(row.data) and get_adapter().decrypt(row.data["secret"]) == secret


def test_a_second_factor_leaves_its_event(cast: Cast, sign_in: SignIn, django_capture_on_commit_callbacks: Any) -> None:
    client = sign_in(cast.clerk)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session[totp.SECRET_SESSION_KEY]
    with django_capture_on_commit_callbacks(execute=True), time_machine.travel(time.time(), tick=False):
        assert client.post(reverse("mfa_activate_totp"), {"code": code(secret)}).status_code == 302
    events = Event.objects.filter(chain=cast.clerk.chain_id, code="staff.factor_changed")
    assert {(event.actor, event.facts["factor"], event.facts["what"]) for event in events} >= {
        ("1001", "totp", "added")
    }
    assert secret not in str([event.facts for event in events])


def test_every_sign_in_and_every_failed_one_is_logged_without_what_was_typed(
    cast: Cast, sign_in: SignIn, caplog: Any
) -> None:
    caplog.set_level(logging.INFO, "shouwen.people.signing")
    tried(Client(), "1001", "my-secret-pass")
    tried(Client(), "my-secret-pass", "1001")
    sign_in(cast.clerk).post(reverse("account_logout"))
    told = [(record.getMessage(), getattr(record, "staff", "")) for record in caplog.records]
    assert ("a sign-in failed", "1001") in told and ("a sign-in failed", "") in told
    assert ("signed in", "1001") in told and ("signed out", "1001") in told
    assert "my-secret-pass" not in caplog.text


def test_a_password_given_by_an_administrator_leaves_the_second_factor(cast: Cast, sign_in: SignIn) -> None:
    secret = with_factor(cast.clerk)
    done(change_staff(cast.clerk.pk, actor=cast.admin, at=cast.morning, password=GOOD))
    client = sign_in(cast.clerk, GOOD)
    assert not inside(client)
    assert client.get(CHANGE).status_code == 302
    give_code(client, secret)
    assert client.get(CHANGE).status_code == 200


def test_a_password_that_somebody_else_chose_opens_only_the_page_to_change_it(cast: Cast, sign_in: SignIn) -> None:
    done(change_staff(cast.clerk.pk, actor=cast.admin, at=cast.morning, password=GOOD))
    client, own = sign_in(cast.clerk, GOOD), "river-mint-under-bridge-91"
    for page in ("/", "/queues", "/account/2fa/", "/messages"):
        assert client.get(page).headers["Location"] == CHANGE
    client.post(CHANGE, {"oldpassword": GOOD, "password1": own, "password2": own})
    assert inside(client) and inside(sign_in(cast.clerk, own))
