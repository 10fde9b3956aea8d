"""What a person reads when something was refused or failed: kind, in their language, with what to do next."""

import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from shouwen.handbook.decision import Refused
from shouwen.web import labels
from shouwen.web.outages import outage_of, unavailable

# Refusals that are about who one is or what one may know of; all others are about the state of things.
STATUS = {"not-allowed": 403, "not-found": 404}
CONFLICT = 409


def refusal_words(refused: Refused) -> str:
    """Answers the refusal's sentence with its clause, for a message or a toast."""
    return f"{labels.sentence(refused)} ({refused.clause})" if refused.clause else labels.sentence(refused)


def add_refusal(form: BaseForm, refused: Refused, *, field: str | None = None) -> None:
    """Puts the refusal at the field that mends it, or above the form; what was typed stays.

    `field` wins; otherwise a fact `field` of the refusal names it, if the form has such a field.
    """
    name = field or refused.facts.get("field")
    form.add_error(name if name in form.fields else None, refusal_words(refused))


def refusal_page(request: HttpRequest, refused: Refused, *, back: str = "") -> HttpResponse:
    """Answers a whole page for a refusal that no form can show; its status is of STATUS, else CONFLICT.

    A request of htmx gets only the notice, which live.js shows at the edge: the form and its text stay as they are.
    """
    status = STATUS.get(refused.code, CONFLICT)
    context = {"kind": "error", "words": labels.sentence(refused), "clause": refused.clause}
    if request.headers.get("HX-Request") == "true":
        return render(request, "web/parts/notice.html", context, status=status)
    return render(request, "web/refused.html", context | {"back": back}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler 400; a body over the limit is told as 413, since only a smaller one helps."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return too_large(request)
    return _failure(
        request,
        400,
        _("This request was not understood"),
        _("The address or the form arrived incomplete. Go back, reload the page and try again."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler 403."""
    return _failure(
        request,
        403,
        _("This page is not open to you"),
        _("Your role does not include it, or it belongs to another unit. Ask your manager if you need it."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler 404. Says the same for what isn't there and for what one may not know of."""
    return _failure(
        request,
        404,
        _("Nothing is here"),
        _("The address may be mistyped, or the record belongs to another unit. Search for the serial number."),
    )


def too_large(request: HttpRequest) -> HttpResponse:
    """413: the body was over the limit."""
    return _failure(
        request,
        413,
        _("That was too large"),
        _("Send smaller or fewer files. The text that you typed is kept in the draft."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Handler 500, or 503 when the database or the disk fails for the moment (`outages`).

    Leans on nothing that may itself be broken: no database, no user.
    """
    # Called while the error is being handled, wherever it came from: a page, a middleware, the session.
    if outage := outage_of(sys.exc_info()[1]):
        return unavailable(request, outage)
    return HttpResponse(render_to_string("web/500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """View of CSRF_FAILURE_VIEW: mostly a page left open over a sign-out."""
    return _failure(
        request,
        403,
        _("The page was open too long"),
        _("You were signed out or signed in again meanwhile. Go back, reload the page and send it once more; "
          "the text that you typed is kept in the draft."),
    )  # fmt: skip


def _failure(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    context: dict[str, Any] = {"status": status, "title": title, "words": words}
    if request.headers.get("HX-Request") == "true":
        part = {"kind": "error", "title": title, "words": words}
        return render(request, "web/parts/notice.html", part, status=status)
    return render(request, "web/failure.html", context, status=status)
