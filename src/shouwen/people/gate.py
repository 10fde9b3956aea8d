"""The gate before every page: asks the permission table, whatever the page itself does."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from shouwen.people.doors import DOORS, PUBLIC

# What opens with a password that somebody else chose.
WITH_A_FIRST_PASSWORD = frozenset(("account_change_password", "account_reauthenticate", "people:sign_out_everywhere"))


class Gate:
    """Middleware: no page runs before its door was found in the table and opened for this person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        _without_nul(request, kwargs)
        match = request.resolver_match
        if match is None or DOORS.get(match.view_name) == PUBLIC:
            return None
        if not request.user.is_authenticated:
            if request.headers.get("HX-Request"):
                return HttpResponse(status=401)
            return redirect_to_login(_came_from(request), settings.LOGIN_URL)
        if request.user.password_by_other and match.view_name not in WITH_A_FIRST_PASSWORD:
            # A part of a page is no place for another page; asked by a person, live.js loads the page anew.
            if request.headers.get("HX-Request"):
                return HttpResponse(status=401)
            messages.info(request, _("Choose a password of your own: whoever gave you this one knows it."))
            return redirect("account_change_password")
        if not request.user.may_open(match.view_name):
            raise PermissionDenied
        return None


def _without_nul(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """A NUL is no character that anybody typed, and PostgreSQL holds none: nothing is named so, nothing is asked so."""
    if any(isinstance(value, str) and "\x00" in value for value in kwargs.values()):
        raise Http404
    if any("\x00" in value for values in request.GET.lists() for value in (values[0], *values[1])):
        asked = QueryDict(mutable=True)
        for key, values in request.GET.lists():
            asked.setlist(key.replace("\x00", ""), [value.replace("\x00", "") for value in values])
        request.GET = asked


def _came_from(request: HttpRequest) -> str:
    """Where to go on after the sign-in: to the address asked for, or to the page whose form was handed in.

    Many forms are handed in at addresses that show no page of their own.
    """
    form = request.headers.get("Referer", "")
    if request.method == "POST" and url_has_allowed_host_and_scheme(form, allowed_hosts={request.get_host()}):
        parts = urlsplit(form)
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return request.get_full_path()
