"""Batch incidents: which surges there are, who is in them, and saying that one is over (C1.3.3)."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.handbook.rights import Right
from shouwen.ledger.door import Done
from shouwen.tickets import verbs
from shouwen.tickets.models import Incident, Ticket
from shouwen.tickets.pages.lines import lines
from shouwen.tickets.pages.queues import neighbours, place
from shouwen.tickets.reads import incidents, paging
from shouwen.tickets.reads.queues import SELECTED
from shouwen.web import labels
from shouwen.web.answers import SeeOther
from shouwen.web.errors import add_refusal

PAGE = 50


class CloseForm(forms.Form):
    """How a surge ended."""

    note = forms.CharField(label=_("How it ended"), max_length=400)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The incidents with tickets that this person may see, those under way first."""
    at = timezone.now()
    page = Paginator(incidents.seen(request.user), PAGE).get_page(request.GET.get("page"))
    loads = incidents.loads(request.user, list(page), at)
    context = {"page": page, "rows": [(incident, loads[incident.pk]) for incident in page], "now": at}
    return render(request, "tickets/lists/incidents.html", context)


@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One incident and its tickets."""
    return _show(request, _found(request, code), CloseForm())


@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Say that the surge is over."""
    incident = _found(request, code)
    form = CloseForm(request.POST)
    if form.is_valid():
        note = form.cleaned_data["note"]
        done = verbs.close_incident(actor=request.user, at=timezone.now(), incident=incident, note=note)
        if isinstance(done, Done):
            return SeeOther(reverse("tickets:incident", args=[code]))
        add_refusal(form, done, field="note")
        incident = _found(request, code)
    return _show(request, incident, form, status=422)


def _show(request: HttpRequest, incident: Incident, form: CloseForm, *, status: int = 200) -> HttpResponse:
    at = timezone.now()
    rows = Ticket.objects.seen_by(request.user).filter(incident=incident)
    selected = rows.select_related(*SELECTED)
    page = paging.page(selected, paging.DUE, place(request.GET))
    context = {
        "incident": incident,
        "load": incidents.loads(request.user, [incident], at)[incident.pk],
        "closed_by": incidents.closed_by(incident) if incident.closed_at else "",
        "clause_url": labels.clause_url("C1.3.3"),
        "may_close": request.user.may(Right.MANAGE_INCIDENTS),
        "form": form,
        "page": page,
        "lines": lines(page.rows, at),
        "total": paging.total(page, rows),
        **neighbours(request.GET, page),
        "now": at,
    }
    return render(request, "tickets/lists/incident.html", context, status=status)


def _found(request: HttpRequest, code: str) -> Incident:
    incident = incidents.seen(request.user).filter(code=code).first()
    if incident is None:
        raise Http404
    return incident
