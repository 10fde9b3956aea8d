"""Bad moments of the machine: the database is busy or away, the disk is full. They are told, not shown as a fault.

Nothing is half stored: what a verb writes is one transaction. What a person typed comes back with the answer.
"""

import errno
from dataclasses import dataclass
from enum import StrEnum

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

FULL = (errno.ENOSPC, errno.EDQUOT)
# The tables are not those of this version: waiting mends nothing, so this is no outage.
OUR_FAULT = ("no such table", "no such column")


class Outage(StrEnum):
    """What fails for the moment."""

    BUSY = "database-busy"
    AWAY = "database-away"
    FULL = "disk-full"


@dataclass(frozen=True)
class _Told:
    title: str | Promise
    words: str | Promise
    retry_seconds: int


TOLD = {
    Outage.BUSY: _Told(
        gettext_lazy("The desk is busy at this moment"),
        gettext_lazy("Another change holds the database. Nothing of this was stored; send it again in a moment."),
        5,
    ),
    Outage.AWAY: _Told(
        gettext_lazy("The database does not answer"),
        gettext_lazy("It is stored whole or not at all: look whether it is there before you send it again."),
        30,
    ),
    Outage.FULL: _Told(
        gettext_lazy("The disk is full"),
        gettext_lazy("Nothing of this was stored. Tell your administrator that room must be made, then send it again."),
        120,
    ),
}


def outage_of(error: BaseException | None) -> Outage | None:
    """Answers which outage made this error, however deep it lies; None for any other error."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in FULL:
            return Outage.FULL
        if isinstance(error, OperationalError):
            return _kind(error)
        if isinstance(error, InterfaceError):
            return Outage.AWAY
        error = error.__cause__ or error.__context__
    return None


def _kind(error: OperationalError) -> Outage | None:
    words = str(error).lower()
    state = getattr(error.__cause__, "sqlstate", None) or ""
    if any(ours in words for ours in OUR_FAULT):
        return None
    # SQLite tells a full disk as an input/output error where the file of the log could not grow.
    if state == "53100" or any(said in words for said in ("disk is full", "no space left", "disk i/o error")):
        return Outage.FULL
    # Deadlock and serialization (40), a lock not had (55), cancelled for taking too long (57014).
    if "locked" in words or state.startswith(("40", "55")) or state == "57014":
        return Outage.BUSY
    return Outage.AWAY


def unavailable(request: HttpRequest, outage: Outage) -> HttpResponse:
    """Answers 503 with Retry-After: a notice for htmx, else a page that can send again.

    Leans on nothing that may itself be broken: no database, no user, no session.
    """
    told = TOLD[outage]
    words = {"title": str(told.title), "words": str(told.words)}
    if request.headers.get("HX-Request") == "true":
        part = render_to_string("web/parts/notice.html", {"kind": "error", **words})
        response = HttpResponse(part, status=503)
    else:
        typed = _typed(request)
        context = {**words, "path": request.get_full_path(), "typed": typed, "files": bool(typed and request.FILES)}
        response = HttpResponse(render_to_string("web/unavailable.html", context), status=503)
    response["Retry-After"] = str(told.retry_seconds)
    response["Cache-Control"] = "no-store"
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field that was handed in, to be handed in again; none of a form with a password, which no page repeats."""
    if request.method != "POST":
        return []
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except OSError:
        # The body itself did not arrive; there is nothing to give back.
        return []
    return [] if any("password" in name for name, _ in fields) else fields
