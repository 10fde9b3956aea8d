"""The parts of a ticket's page that refresh: asked when something happened, answering 204 when nothing did."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shouwen.tickets import presence
from shouwen.tickets.pages import clocks, timeline, urgent, wording
from shouwen.tickets.pages.ticket import found, number
from shouwen.tickets.reads import ticket as reads


@never_cache
@require_safe
def events(request: HttpRequest, pk: int) -> HttpResponse:
    """A stretch of the timeline: what is newer than `after` (204 when nothing is), or what came before `before`."""
    ticket = found(request, pk)
    after, before = number(request.GET.get("after")), number(request.GET.get("before"))
    if after and ticket.chain.length <= after:
        return HttpResponse(status=204)
    history = reads.history(ticket, before=before, after=after)
    entries = timeline.entries(history)
    context = {
        "ticket": ticket,
        "entries": entries,
        "fresh": bool(after),
        "earlier": history.earlier,
        "first_seq": entries[0].seq if entries else 0,
        "is_newest": bool(after),
        "now": timezone.now(),
    }
    return render(request, "tickets/ticket/entries.html", context)


@never_cache
@require_safe
def running(request: HttpRequest, pk: int) -> HttpResponse:
    """The clocks as they stand; 204 when nothing happened since `length`."""
    ticket = found(request, pk)
    if number(request.GET.get("length")) == ticket.chain.length:
        return HttpResponse(status=204)
    at = timezone.now()
    told = clocks.shown(reads.latest_clocks(ticket), reads.missed_runs(ticket), at)
    return render(request, "tickets/ticket/clocks.html", {"ticket": ticket, "clocks": told, "now": at})


@never_cache
@require_safe
def head(request: HttpRequest, pk: int) -> HttpResponse:
    """The head strip as it stands; 204 when nothing happened since `length`."""
    ticket = found(request, pk)
    if number(request.GET.get("length")) == ticket.chain.length:
        return HttpResponse(status=204)
    urgencies = list(ticket.urgencies.order_by("pk"))
    context = {
        "ticket": ticket,
        "category": wording.category(ticket.category),
        "urgencies": urgencies,
        "because": urgent.because(ticket, urgencies),
        "now": timezone.now(),
    }
    return render(request, "tickets/ticket/strip.html", context)


@never_cache
@require_POST
def present(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one looks at the ticket (or writes), hear who else does, and whether anything happened meanwhile."""
    ticket, at = found(request, pk), timezone.now()
    presence.look(ticket, request.user, at=at, writing=request.POST.get("writing") == "1")
    context = {"ticket": ticket, "others": presence.others(ticket, request.user, at=at)}
    response = render(request, "tickets/ticket/presence.html", context)
    if number(request.POST.get("length")) < ticket.chain.length:
        response["HX-Trigger"] = "counts-changed"
    return response
