"""What is told of sign-ins: to the log who came and who did not get in, to the ledger what became of second factors."""

import logging
from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.dispatch import receiver
from django.utils import timezone

from shouwen.people.models import Staff
from shouwen.people.system import System
from shouwen.people.verbs import change_factor, change_staff

log = logging.getLogger(__name__)


@receiver(auth.user_logged_in)
def came(sender: object, user: Staff, **_: object) -> None:
    log.info("signed in", extra={"staff": user.code})


@receiver(auth.user_logged_out)
def left(sender: object, user: Staff | None, **_: object) -> None:
    if user is not None:
        log.info("signed out", extra={"staff": user.code})


@receiver(auth.user_login_failed)
def turned_away(sender: object, credentials: dict[str, Any], **_: object) -> None:
    """Named only where somebody of that number works here: else it may be a password, typed into the wrong field."""
    code = str(credentials.get("username") or "")[:40]
    known = Staff.objects.filter(code__iexact=code).values_list("code", flat=True).first() if code else None
    log.warning("a sign-in failed", extra={"staff": known or ""})


@receiver(authentication_step_completed)
def stepped(sender: object, user: Staff, method: str, **_: object) -> None:
    log.info(f"passed a step of the sign-in: {method}", extra={"staff": user.code})


@receiver(mfa.authenticator_added)
def added(sender: object, user: Staff, authenticator: Any, **_: object) -> None:
    _changed(user, authenticator.type, "added")


@receiver(mfa.authenticator_removed)
def removed(sender: object, user: Staff, authenticator: Any, **_: object) -> None:
    _changed(user, authenticator.type, "removed")


@receiver(mfa.authenticator_reset)
def renewed(sender: object, user: Staff, authenticator: Any, **_: object) -> None:
    _changed(user, authenticator.type, "renewed")


def _changed(user: Staff, factor: str, what: str) -> None:
    change_factor(user.pk, actor=by_themselves(user), at=timezone.now(), factor=str(factor), what=what)


def by_themselves(person: Staff) -> System:
    """The person as who acts on their own sign-in: for that no right is needed but to be signed in."""
    return System(person.code)


def set_own_password(person: Staff, password: str) -> None:
    """A person's own new password, with its event. Every other sitting of theirs ends."""
    change_staff(person.pk, actor=by_themselves(person), at=timezone.now(), password=password)
    person.refresh_from_db(fields=["password", "password_by_other"])
