"""Sign-in by allauth: staff are added by an administrator, so nobody signs up by themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAdapter(DefaultAccountAdapter):
    """Closed to sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_search_fields(self) -> list[str]:
        return ["code"]

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """The staff number is given by the administrator and stays as it is."""
