"""Search: by serial, number, name or words; what was typed says which."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.search.grams import pieces
from shouwen.tickets.pages.queues import link
from shouwen.tickets.reads import paging, queues
from shouwen.tickets.reads.finding import find
from shouwen.tickets.reads.queues import SELECTED

LONGEST = 200


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The tickets found, newest first, archived ones too. A serial alone opens its ticket."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    found = find(text, request.user)
    if found.how == "serial":
        only = found.tickets.values_list("pk", flat=True)[:2]
        if len(only) == 1:
            return HttpResponseRedirect(reverse("tickets:ticket", args=[only[0]]))
    rows = found.tickets.select_related(*SELECTED).prefetch_related("urgencies")
    page = paging.page(rows, paging.NEWEST, after=request.GET.get("after", ""))
    context = {
        "text": text,
        "how": found.how,
        "page": page,
        "total": queues.count(found.tickets),
        "words": pieces(text) if found.how in ("words", "name") else [],
        "next_url": link(request.GET, after=page.after) if page.after else "",
        "first_url": "" if page.first else link(request.GET, after=""),
        "now": timezone.now(),
    }
    return render(request, "tickets/lists/search.html", context)
