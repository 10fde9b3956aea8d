"""Work on many tickets at once: each by its own verb, and said of each how it went."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.people.reads import active_groups
from shouwen.tickets import verbs
from shouwen.tickets.models import Ticket
from shouwen.web import labels
from shouwen.web.errors import refusal_page


@require_POST
def transfer_many(request: HttpRequest) -> HttpResponse:
    """Transfer the marked tickets to one group, saying what was tried; a refused one stays where it was."""
    most = shipped().limits.bulk_tickets
    keys = [int(key) for key in request.POST.getlist("ticket") if key.isdigit()]
    if len(keys) > most:
        return refusal_page(request, Refused.of(shipped(), "too-many-at-once", most=most))
    group = active_groups().filter(code=request.POST.get("to", "")).first()
    if group is None:
        return refusal_page(request, Refused.of(shipped(), "group-missing"))
    at, tried = timezone.now(), request.POST.get("tried", "")
    outcome = []
    for ticket in Ticket.objects.seen_by(request.user).filter(pk__in=keys).order_by("rank", "next_due_at", "pk"):
        done = verbs.transfer(ticket.pk, actor=request.user, at=at, to=group, tried=tried)
        outcome.append({"ticket": ticket, "done": bool(done), "why": "" if done else labels.sentence(done)})
    context = {
        "outcome": outcome,
        "group": group.named(labels.language()),
        "moved": sum(1 for each in outcome if each["done"]),
        "tried": tried,
    }
    return render(request, "tickets/lists/transferred.html", context)


@require_POST
def take_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a ticket from the queue and open it."""
    done = verbs.take(pk, actor=request.user, at=timezone.now())
    if not done:
        return refusal_page(request, done, back=reverse("tickets:queues"))
    return HttpResponseRedirect(reverse("tickets:ticket", args=[pk]))
