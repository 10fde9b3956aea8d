"""Batch incidents: which surges there are, who is in them, and saying that one is over (C1.3.3)."""

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shouwen.handbook.rights import Right
from shouwen.ledger.scoped import Actor
from shouwen.tickets import verbs
from shouwen.tickets.models import Incident, Ticket
from shouwen.tickets.reads import paging, queues
from shouwen.tickets.reads.queues import SELECTED
from shouwen.web.errors import refusal_page


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The newest incidents with tickets that this person may see."""
    rows = _seen(request.user).annotate(count=Count("tickets")).order_by("-opened_at")[:200]
    return render(request, "tickets/lists/incidents.html", {"incidents": rows, "now": timezone.now()})


@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One incident and its tickets."""
    incident = _found(request, code)
    rows = Ticket.objects.seen_by(request.user).filter(incident=incident)
    rows = rows.select_related(*SELECTED).prefetch_related("urgencies")
    page = paging.page(rows, paging.DUE, after=request.GET.get("after", ""))
    context = {
        "incident": incident,
        "may_close": request.user.may(Right.MANAGE_INCIDENTS),
        "page": page,
        "total": queues.count(rows),
        "next_url": f"?after={page.after}" if page.after else "",
        "first_url": "" if page.first else "?",
        "now": timezone.now(),
    }
    return render(request, "tickets/lists/incident.html", context)


@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Say that the surge is over."""
    incident = _found(request, code)
    note = request.POST.get("note", "")
    done = verbs.close_incident(actor=request.user, at=timezone.now(), incident=incident, note=note)
    url = reverse("tickets:incident", args=[code])
    return HttpResponseRedirect(url) if done else refusal_page(request, done, back=url)


def _seen(actor: Actor) -> QuerySet[Incident]:
    return Incident.objects.filter(tickets__in=Ticket.objects.seen_by(actor)).distinct()


def _found(request: HttpRequest, code: str) -> Incident:
    incident = _seen(request.user).filter(code=code).select_related("branch").first()
    if incident is None:
        raise Http404
    return incident
