"""Drafts: what somebody typed into a form and has not handed in. A draft is only its owner's."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from shouwen.people.models import Staff
from shouwen.tickets.models import Draft, HandIn
from shouwen.web import drafts
from shouwen.web.answers import SeeOther

# Enough for every text of a form at its full length; more is kept by the browser alone.
MOST_CHARACTERS = 120_000
# As long as the column that keeps it.
LONGEST_NAME = 60
LEFT_OUT = {"csrfmiddlewaretoken", "discard", "next"}

Typed = dict[str, list[str]]


@require_http_methods(["POST", "DELETE"])
def draft(request: HttpRequest, form: str) -> HttpResponse:
    """Keep the draft of a form (204; 413 where it is too long), or discard it.

    A discard by a button of a page leads back to `next`; by a script it answers 204.
    """
    owner: Any = request.user
    if len(form) > LONGEST_NAME:
        raise Http404
    if request.method == "DELETE" or "discard" in request.POST:
        discard(owner, form)
        return drafts.done(_back(request), form)
    typed = _typed(request.POST)
    if sum(len(value) for values in typed.values() for value in values) > MOST_CHARACTERS:
        return HttpResponse(status=413)
    if not _handed_in(owner, typed):
        Draft.objects.update_or_create(staff=owner, form=form, defaults={"typed": typed, "at": timezone.now()})
    return HttpResponse(status=204)


def kept(owner: Staff, form: str) -> Typed:
    """What the owner typed into the form; empty where there is nothing to put back."""
    typed: Typed = Draft.objects.filter(staff=owner, form=form).values_list("typed", flat=True).first() or {}
    return typed


def discard(owner: Staff, form: str) -> None:
    """Forget the draft: it was handed in, or is not wanted any more."""
    Draft.objects.filter(staff=owner, form=form).delete()


def _typed(said: QueryDict) -> Typed:
    """NUL is no writing, and no database keeps it in JSON."""
    return {
        name[:60]: [str(value).replace("\x00", "") for value in values]
        for name, values in said.lists()
        if name not in LEFT_OUT
    }


def _handed_in(owner: Staff, typed: Typed) -> bool:
    """Whether the form arrived before this late draft of it did."""
    try:
        token = UUID((typed.get("token") or [""])[0])
    except ValueError:
        return False
    return HandIn.objects.filter(staff=owner, token=token).exists()


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "")
    if request.method == "DELETE" or not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return HttpResponse(status=204)
    return SeeOther(target)
