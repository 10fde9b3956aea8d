"""The page of one ticket: its head, its customer, its timeline and composer, its clocks and papers."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shouwen.handbook.rights import Right
from shouwen.tickets import beside, presence
from shouwen.tickets.forms.work import WorkForm
from shouwen.tickets.models import Ticket
from shouwen.tickets.pages import clocks, composer, timeline, urgent, wording
from shouwen.tickets.reads import ticket as reads


def found(request: HttpRequest, pk: int) -> Ticket:
    """The ticket, or 404 alike for one that is not there and one that this person may not know of."""
    ticket: Ticket = get_object_or_404(reads.for_page(request.user), pk=pk)
    return ticket


@never_cache
@require_safe
def ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole page; asked by htmx for the composer, only that."""
    at = timezone.now()
    context = page(request, found(request, pk), at=at)
    alone = request.headers.get("HX-Target") == "composer"
    return render(request, "tickets/ticket/composer.html" if alone else "tickets/ticket/page.html", context)


def page(
    request: HttpRequest, ticket: Ticket, *, at: datetime, form: WorkForm | None = None, revealed: bool = False
) -> dict[str, Any]:
    """All that the page shows. `form` is one that was refused; `revealed` shows the customer in full, this once."""
    pending = reads.pending(ticket)
    urgencies = list(ticket.urgencies.order_by("pk"))
    mark = ticket.customer.mark(at)
    now = composer.situation(
        ticket,
        request.user,
        pending=pending,
        kinds=frozenset(row.kind for row in urgencies if not row.proposed),
        marked=mark is not None,
    )
    work = composer.offered(now)
    return {
        **_story(ticket, before=number(request.GET.get("before"))),
        **_customer(request, ticket, mark=mark, revealed=revealed),
        **_work(request, ticket, work, form, at),
        "urgencies": urgencies,
        "because": urgent.because(ticket, urgencies),
        "pending": pending,
        "clocks": clocks.shown(reads.latest_clocks(ticket), reads.missed_runs(ticket), at),
        "attachments": [(row, wording.bytes_in_words(row.size)) for row in reads.attachments(ticket)],
        "may_print": request.user.may(Right.PRINT, ticket),
        "may_attach": "attach" in work,
        "may_export": request.user.may(Right.EXPORT_EVENTS, ticket),
        "others": presence.others(ticket, request.user, at=at),
        "parts": beside.parts(ticket, request.user),
        "now": at,
    }


def _story(ticket: Ticket, *, before: int) -> dict[str, Any]:
    history = reads.history(ticket, before=before)
    entries = timeline.entries(history)
    return {
        "ticket": ticket,
        "category": wording.category(ticket.category),
        "entries": entries,
        "earlier": history.earlier,
        "first_seq": entries[0].seq if entries else 0,
        "is_newest": not before,
    }


def _customer(request: HttpRequest, ticket: Ticket, *, mark: Any, revealed: bool) -> dict[str, Any]:
    seen = request.user.may(Right.READ_CUSTOMER, ticket)
    others = reads.others_of_customer(ticket, request.user) if seen else []
    return {
        "customer": ticket.customer if seen else None,
        "mark": mark,
        "revealed": revealed,
        "others_of_customer": others[:10],
        "more_of_customer": len(others) > 10,
        "related": reads.related(ticket, request.user),
    }


def _work(
    request: HttpRequest, ticket: Ticket, work: dict[str, type[WorkForm]], form: WorkForm | None, at: datetime
) -> dict[str, Any]:
    """The composer: tabs, the open form, the buttons, and the forms that stand elsewhere on the page."""
    asked = form.name if form else request.GET.get("do", "")
    current = composer.chosen(asked, work)
    opened = form if form and form.name == current else None
    if opened is None and current:
        opened = composer.blank(current, ticket, request.user, at)
    standing = {
        name.replace("-", "_"): form if form and form.name == name else composer.blank(name, ticket, request.user, at)
        for name, each in work.items()
        if each.place in ("button", "consent", "customer")
    }
    stale = number(request.POST.get("seen")) if form and form.stale else 0
    return {
        "tabs": [each for each in work.values() if each.place == "tab"],
        "more": [each for each in work.values() if each.place == "more"],
        "current_tab": current,
        "form": opened,
        "draft": composer.draft_name(ticket, current) if current else "",
        "colleagues": reads.colleagues(ticket) if current in ("hand-over", "answer") else [],
        "beside": standing,
        "buttons": [each for each in standing.values() if each.place == "button"],
        "lost": form if form and form.name not in work else None,
        "changed": timeline.entries(reads.changed_since(ticket, stale, request.user)) if stale else [],
    }


def number(text: str | None) -> int:
    """A count that came with an address or a form; 0 for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
