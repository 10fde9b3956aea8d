"""Search: by serial, number, name or words; what was typed says which."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.customers import masking
from shouwen.customers.attribution import clean
from shouwen.handbook.rights import Right
from shouwen.search.grams import pieces
from shouwen.tickets import serials
from shouwen.tickets.pages import filters
from shouwen.tickets.pages.lines import lines
from shouwen.tickets.pages.queues import neighbours, place
from shouwen.tickets.reads import paging, queues
from shouwen.tickets.reads.finding import find
from shouwen.tickets.reads.queues import SELECTED, Filters

LONGEST = 200
NARROWING = ("state", "priority", "category", "unit")


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The tickets found, newest first, archived ones too. A serial alone opens its ticket, or what else bears it."""
    at = timezone.now()
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    as_words = request.GET.get("as") == "words"
    if not as_words and (elsewhere := serials.page_of(text, request.user)):
        return HttpResponseRedirect(elsewhere)
    found = find(text, request.user, as_words=as_words)
    if found.how == "serial":
        only = found.tickets.values_list("pk", flat=True)[:2]
        if len(only) == 1:
            return HttpResponseRedirect(reverse("tickets:ticket", args=[only[0]]))
    wanted = Filters(**{name: filters.typed(request.GET, name) for name in NARROWING})
    asked = replace(wanted, state={"": "all", "open": ""}.get(wanted.state, wanted.state))
    rows = queues.narrow(found.tickets, request.user, asked, at=at)
    shown = rows.select_related(*SELECTED)
    page = paging.page(shown, paging.NEWEST, place(request.GET))
    words = pieces(text) if found.how in ("words", "name") else []
    context = {
        "text": text,
        "how": found.how,
        "understood": _masked(text, found.how),
        "page": page,
        "lines": lines(page.rows, at, words=words),
        "total": paging.total(page, rows),
        "wanted": wanted,
        "narrowed": wanted != Filters(),
        "words": words,
        "as_words": filters.link(request.GET, **{"as": "words"}),
        "unfiltered": filters.link(request.GET, **dict.fromkeys(NARROWING, "")),
        "number": clean(text).digits if found.how == "number" and request.user.may(Right.INTAKE) else "",
        **neighbours(request.GET, page),
        **filters.choices(),
        "now": at,
    }
    return render(request, "tickets/lists/search.html", context)


def _masked(text: str, how: str) -> str:
    """What was looked for, as it may be shown (M4)."""
    if how == "number":
        return masking.number(clean(text).digits)
    return masking.name(text) if how == "name" else text
