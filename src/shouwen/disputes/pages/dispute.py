"""The page of one dispute: its head, its customer and charges, its timeline and composer, its clocks and money."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shouwen.disputes.forms.checking import StrikeChargeForm
from shouwen.disputes.forms.work import DisputeForm
from shouwen.disputes.models import Dispute
from shouwen.disputes.pages import composer, standing, timeline, wording
from shouwen.disputes.pages.composer import Situation
from shouwen.disputes.paying import missing_papers, there
from shouwen.disputes.reads import dispute as reads
from shouwen.handbook.load import shipped
from shouwen.handbook.rights import Right
from shouwen.people.models import Staff
from shouwen.tickets.models import Ticket
from shouwen.tickets.pages.ticket import number
from shouwen.tickets.pages.wording import bytes_in_words


def found(request: HttpRequest, pk: int) -> Dispute:
    """The dispute, or 404 alike for one that is not there and one that this person may not know of."""
    dispute: Dispute = get_object_or_404(reads.for_page(request.user), pk=pk)
    return dispute


@never_cache
@require_safe
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole page; asked by htmx for the composer, only that."""
    context = page(request, found(request, pk), at=timezone.now())
    alone = request.headers.get("HX-Target") == "composer"
    return render(request, "disputes/dispute/composer.html" if alone else "disputes/dispute/page.html", context)


def page(request: HttpRequest, dispute: Dispute, *, at: datetime, form: DisputeForm | None = None) -> dict[str, Any]:
    """All that the page shows. `form` is one that was refused."""
    staff: Staff = request.user
    now = composer.situation(dispute, staff, at)
    work = composer.offered(now)
    return {
        **head(dispute, at),
        **_story(dispute, before=number(request.GET.get("before"))),
        **_left(dispute, staff, work, form, at),
        **_work(request, now, work, form),
        **standing.standing(dispute, now),
        **standing.signing(now),
        "may_monitor": staff.may(Right.MONITOR_REFUNDS),
    }


def head(dispute: Dispute, at: datetime) -> dict[str, Any]:
    """What the head strip shows."""
    return {"dispute": dispute, "category": wording.category(dispute.category), "now": at}


def _story(dispute: Dispute, *, before: int) -> dict[str, Any]:
    history = reads.history(dispute, before=before)
    entries = timeline.entries(history)
    return {
        "entries": entries,
        "earlier": history.earlier,
        "first_seq": history.events[0].seq if history.events else 0,
        "is_newest": not before,
    }


def _left(
    dispute: Dispute, staff: Staff, work: dict[str, type[DisputeForm]], form: DisputeForm | None, at: datetime
) -> dict[str, Any]:
    """The customer and what is on record: other disputes, charges, papers and those that are missing."""
    others = reads.others_of_customer(dispute, staff)
    ticket = dispute.ticket
    seen = ticket is not None and Ticket.objects.seen_by(staff).filter(pk=ticket.pk).exists()
    struck = form if form and form.name == "strike-charge" else None
    may_strike = "strike-charge" in work
    return {
        "may_customer": staff.may(Right.READ_CUSTOMER),
        "ticket": ticket if seen and staff.may(Right.READ) else None,
        "others_of_customer": others[: reads.MOST],
        "more_of_customer": len(others) > reads.MOST,
        "charges": [
            (row, _strike(dispute, staff, at, row.line, struck) if may_strike and not row.struck_why else None)
            for row in reads.charges(dispute)
        ],
        "findings": reads.findings(dispute),
        "papers": [(row, bytes_in_words(row.size)) for row in reads.papers(dispute)],
        "missing": missing_papers(dispute, shipped()),
        "form_printed": "reception_form" in there(dispute),
        "may_add_charge": "add-charge" in work,
        "may_add_paper": "add-paper" in work,
    }


def _strike(dispute: Dispute, staff: Staff, at: datetime, line: int, struck: DisputeForm | None) -> DisputeForm:
    if struck is not None and str(struck.data.get("line")) == str(line):
        return struck
    return StrikeChargeForm(
        case=dispute, staff=staff, at=at, initial={"line": line}, auto_id=f"strike-charge-{line}_%s"
    )


def _work(
    request: HttpRequest, now: Situation, work: dict[str, type[DisputeForm]], form: DisputeForm | None
) -> dict[str, Any]:
    """The composer: tabs, the open form, and the forms of who signs."""
    current = composer.chosen(form.name if form else request.GET.get("do", ""), work)
    opened = form if form and form.name == current else None
    if opened is None and current:
        opened = composer.blank(current, now.dispute, now.staff, now.at)
    beside = {
        name.replace("-", "_"): form
        if form and form.name == name
        else composer.blank(name, now.dispute, now.staff, now.at)
        for name, each in work.items()
        if each.place == "sign"
    }
    stale = number(request.POST.get("seen")) if form and form.stale else 0
    return {
        "tabs": [each for each in work.values() if each.place == "tab"],
        "more": [each for each in work.values() if each.place == "more"],
        "current_tab": current,
        "form": opened,
        "draft": composer.draft_name(now.dispute, current) if current else "",
        "beside": beside,
        "lost": form if form and form.name not in work else None,
        "changed": timeline.entries(reads.changed_since(now.dispute, stale, now.staff)) if stale else [],
        **(standing.asking(now.dispute, now) if current in ("grant", "apply") else {}),
    }
