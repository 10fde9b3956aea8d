"""A late fee is waived 违约金减免 (C4.8.5): from a ticket, or by number. The manager sees it at the day's end."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shouwen.disputes import verbs
from shouwen.disputes.forms.late_fee import LateFeeForm
from shouwen.disputes.pages.opening import ticket_of
from shouwen.handbook.decision import Refused
from shouwen.people.models import Staff
from shouwen.tickets.act import link_to
from shouwen.tickets.models import Ticket
from shouwen.web.answers import SeeOther
from shouwen.web.templatetags.shouwen import yuan


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def waive(request: HttpRequest) -> HttpResponse:
    """Show the form, or hand it in. Refused, it comes back with everything that was typed (422)."""
    staff = request.user
    assert isinstance(staff, Staff)
    ticket = ticket_of(request, staff)
    if request.method == "POST":
        return _post(request, staff, ticket, timezone.now())
    return _show(request, LateFeeForm(ticket=ticket), ticket)


def _post(request: HttpRequest, staff: Staff, ticket: Ticket | None, at: datetime) -> HttpResponse:
    form = LateFeeForm(request.POST, ticket=ticket)
    if form.is_valid():
        answer = verbs.waive_late_fee(actor=staff, at=at, clerk=staff, ticket=ticket, **form.cleaned_data)
        if not isinstance(answer, Refused):
            words = _("Late fee of %(amount)s for %(month)s waived; the refund was ordered.")
            told = {"amount": yuan(answer.subject.amount), "month": answer.subject.bill_period}
            messages.success(request, words % told)
            return SeeOther(link_to(ticket) if ticket else reverse("disputes:late_fee"))
        form.refuse(answer)
    return _show(request, form, ticket, status=422)


def _show(request: HttpRequest, form: LateFeeForm, ticket: Ticket | None, *, status: int = 200) -> HttpResponse:
    return render(request, "disputes/late_fee/page.html", {"form": form, "ticket": ticket}, status=status)
