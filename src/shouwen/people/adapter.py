"""Sign-in by allauth: staff are added by an administrator, so nobody signs up by themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class StaffAdapter(DefaultAccountAdapter):
    """Closed to sign-up. Staff sign in by their number, so that is what its refusals speak of."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This staff number can't sign in any more."),
        "enter_current_password": _("Type your present password."),
        "incorrect_code": _("That code isn't right, or has expired."),
        "incorrect_password": _("The password isn't right."),
        "rate_limited": _("Too many attempts in a short time. Wait a while."),
        "too_many_login_attempts": _("Too many wrong passwords. Wait a while, or ask your administrator."),
        "username_password_mismatch": _("The staff number or the password isn't right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_search_fields(self) -> list[str]:
        return ["code"]

    def set_password(self, user: Any, password: str) -> None:
        """Somebody changes their own password: by the verb, so that the ledger tells of it."""
        from shouwen.people.signing import set_own_password

        set_own_password(user, password)

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """The staff number is given by the administrator and stays as it is."""
