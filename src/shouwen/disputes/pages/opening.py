"""A charge is questioned: the page on which a dispute is opened, from a ticket or without one (C4.8)."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shouwen.disputes import verbs
from shouwen.disputes.forms.opening import ROWS, ChargeRows, OpeningForm, count, received, without
from shouwen.disputes.models import Dispute
from shouwen.disputes.pages import wording
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.people.models import Staff
from shouwen.tickets.forms.fields import minute
from shouwen.tickets.models import Ticket
from shouwen.tickets.pages.drafts import discard, kept
from shouwen.tickets.pages.ticket import number
from shouwen.web.answers import SeeOther
from shouwen.web.drafts import done


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form as it was left, or hand it in. Refused, it comes back with everything that was typed (422)."""
    at, staff = timezone.now(), request.user
    assert isinstance(staff, Staff)
    ticket = ticket_of(request, staff)
    if request.method == "POST":
        return _post(request, staff, ticket, at)
    typed = {name: values[0] for name, values in kept(staff, draft_of(ticket)).items() if values}
    form = OpeningForm(initial=_fresh(ticket, at) | typed, ticket=ticket)
    return _show(request, form, ChargeRows.read(typed, check=False) if typed else ChargeRows(), ticket)


def _post(request: HttpRequest, staff: Staff, ticket: Ticket | None, at: datetime) -> HttpResponse:
    asked, typed = request.POST.get("do", "open"), request.POST.dict()
    if asked != "open":
        # More rows or fewer: nothing is handed in yet, and nothing is complained about.
        dropped = number(asked.removeprefix("drop-")) if asked.startswith("drop-") else None
        typed = typed | {"rows": str(count(typed) + ROWS)} if dropped is None else without(typed, dropped)
        form = OpeningForm(initial=typed, ticket=ticket)
        return _show(request, form, ChargeRows.read(typed, check=False), ticket)
    form, rows = OpeningForm(request.POST, ticket=ticket), ChargeRows.read(request.POST, check=True)
    valid, rows_valid = form.is_valid(), rows.is_valid()
    if valid and rows_valid:
        opening = form.opening(rows)
        answer = verbs.open_dispute(actor=staff, at=at, opening=opening, clerk=staff)
        if not isinstance(answer, Refused):
            return _opened(request, staff, ticket, answer.subject)
        # Of a double click the second answer is the one that the browser shows: it tells of the same dispute.
        if twin := verbs.opened_by(staff, opening.key):
            return _opened(request, staff, ticket, twin)
        form.refuse(answer)
    return _show(request, form, rows, ticket, status=422)


def _opened(request: HttpRequest, staff: Staff, ticket: Ticket | None, dispute: Dispute) -> HttpResponse:
    discard(staff, draft_of(ticket))
    messages.success(request, _("%(serial)s was opened.") % {"serial": dispute.serial})
    return done(SeeOther(reverse("disputes:dispute", args=[dispute.pk])), draft_of(ticket))


def _show(
    request: HttpRequest, form: OpeningForm, rows: ChargeRows, ticket: Ticket | None, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "rows": rows,
        "ticket": ticket,
        "category": wording.category(ticket.category) if ticket else "",
        "draft": draft_of(ticket),
        "limits": shipped().disputes.limits,
    }
    return render(request, "disputes/opening/page.html", context, status=status)


def ticket_of(request: HttpRequest, staff: Staff) -> Ticket | None:
    """The ticket that the address or the form names; 404 for one that this person may not see."""
    said = request.POST.get("ticket") or request.GET.get("ticket")
    if not said:
        return None
    found = Ticket.objects.seen_by(staff).select_related("customer").filter(pk=number(said)).first()
    if found is None:
        raise Http404
    return found


def draft_of(ticket: Ticket | None) -> str:
    """The name under which what is typed is kept."""
    return f"dispute-of-{ticket.pk}" if ticket else "dispute-new"


def _fresh(ticket: Ticket | None, at: datetime) -> dict[str, Any]:
    """What the form is offered with."""
    fresh: dict[str, Any] = {"received_at": minute(received(ticket, at))}
    if ticket is not None:
        fresh |= {"category": ticket.category, "text": ticket.text}
    return fresh
