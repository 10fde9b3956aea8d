"""One address per verb: read the form, call the verb, go back to the ticket or show what to mend."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shouwen.cases.pages import handed_in
from shouwen.cases.uploads import guarded
from shouwen.ledger.door import Done
from shouwen.ledger.models import Event
from shouwen.tickets.forms.register import FORMS
from shouwen.tickets.forms.work import WorkForm
from shouwen.tickets.models import Ticket
from shouwen.tickets.pages import composer, timeline
from shouwen.tickets.pages.ticket import found, page
from shouwen.tickets.pages.wording import Names
from shouwen.web import drafts
from shouwen.web.answers import SeeOther


@never_cache
@require_POST
def work(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do the work of that name. Refused, the page comes again with everything typed (422); done, the way leads back."""
    form = FORMS[name](request.POST, request.FILES, case=found(request, pk), staff=request.user, at=timezone.now())
    answer = handed_in(request, form, fresh=lambda: found(request, pk))
    return _done(request, form, answer) if answer else _again(request, form)


def _again(request: HttpRequest, form: WorkForm) -> HttpResponse:
    context = page(request, form.ticket, at=form.at, form=form)
    return render(request, "tickets/ticket/page.html", context, status=422)


def _done(request: HttpRequest, form: WorkForm, answer: Done) -> HttpResponse:
    ticket, staff = form.ticket, form.staff
    composer.drop_draft(ticket, staff, form.name)
    if form.name == "reveal":
        context = page(request, found(request, ticket.pk), at=form.at, revealed=True)
        return render(request, "tickets/ticket/page.html", context)
    messages.success(request, f"{ticket.serial} · {_words(answer.event)}")
    return drafts.done(SeeOther(_way_on(request, ticket, answer)), composer.draft_name(ticket, form.name))


def _words(event: Event) -> str:
    return timeline.words(event, Names.of([event]))


def _way_on(request: HttpRequest, ticket: Ticket, answer: Done) -> str:
    """Where the form wished to go, else to the ticket; to the desk when it has left this person's sight."""
    wished = request.POST.get("next", "")
    if wished and url_has_allowed_host_and_scheme(wished, allowed_hosts={request.get_host()}):
        return wished
    if not Ticket.objects.seen_by(request.user).filter(pk=ticket.pk).exists():
        return "/"
    here = reverse("tickets:ticket", args=[ticket.pk])
    return f"{here}#event-{answer.event.seq}" if answer.event.chain_id == ticket.chain_id else here


URLS = [
    path(f"tickets/<int:pk>/{name}", guarded(work) if name == "attach" else work, {"name": name}, name=name)
    for name in FORMS
]
