"""Both books side by side: days compared, differences to be cleared, months to be closed."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.handbook.decision import Refused
from shouwen.handbook.rights import Right
from shouwen.refunds import verbs
from shouwen.refunds.billing.choice import billing
from shouwen.refunds.billing.port import Unavailable
from shouwen.refunds.differing import top
from shouwen.refunds.forms import ClearForm, DayForm
from shouwen.refunds.models import Difference
from shouwen.refunds.months import ZONE
from shouwen.refunds.reads import books
from shouwen.refunds.reconciling import reconcile
from shouwen.refunds.verbs.periods import Whole
from shouwen.web import labels
from shouwen.web.answers import SeeOther
from shouwen.web.errors import refusal_page


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The days, the differences, the months."""
    return _show(request)


@require_POST
def compare(request: HttpRequest) -> HttpResponse:
    """Compare one day now."""
    form = DayForm(request.POST)
    if form.is_valid():
        try:
            made = reconcile(form.cleaned_data["day"], timezone.now())
        except Unavailable as error:
            form.add_error("day", labels.label("billing_reasons", str(error)))
        else:
            if made is not None:
                said = {"day": made.day, "ours": made.ours, "theirs": made.theirs}
                messages.success(request, _("%(day)s compared: %(ours)s here, %(theirs)s in billing") % said)
                return SeeOther(reverse("refunds:books"))
            form.add_error("day", _("There is no billing system with a statement"))
    return _show(request, day_form=form, status=422)


@require_POST
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    """Clear a difference."""
    row = Difference.objects.seen_by(request.user).select_related("chain").filter(pk=pk).first()
    if row is None:
        raise Http404
    form = ClearForm(request.POST, prefix=f"d{pk}")
    if form.is_valid():
        how, why, seen = (form.cleaned_data[name] for name in ("how", "why", "seen"))
        answer = verbs.clear(pk, actor=request.user, at=timezone.now(), seen=seen, how=how, why=why)
        if not isinstance(answer, Refused):
            return SeeOther(reverse("refunds:books"))
        row.chain.refresh_from_db()
        form.refuse(answer, length=row.chain.length, fields={"say-why": "why", "refund-booked-too-much": "how"})
    return _show(request, clearing=(pk, form), status=422)


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close a month, for ever."""
    answer = verbs.close_period(actor=request.user, at=timezone.now(), month=request.POST.get("month", "")[:7])
    if isinstance(answer, Refused):
        return refusal_page(request, answer, back=reverse("refunds:books"))
    return SeeOther(reverse("refunds:books"))


def _show(
    request: HttpRequest,
    *,
    day_form: DayForm | None = None,
    clearing: tuple[int, ClearForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    at = timezone.now()
    rows = books.differences(request.user)
    forms = {row.pk: ClearForm(initial={"seen": row.chain.length}, prefix=f"d{row.pk}") for row in rows}
    if clearing is not None:
        forms[clearing[0]] = clearing[1]
    context = {
        "days": books.days(),
        "day_form": day_form or DayForm(initial={"day": at.astimezone(ZONE).date() - timedelta(days=1)}),
        "has_statement": billing() is not None,
        "rows": [(row, forms[row.pk]) for row in rows],
        "open": books.open_differences(request.user),
        "cleared": books.differences(request.user, cleared=True),
        "months": books.months(at),
        "may_close": request.user.may(Right.MONITOR_REFUNDS, Whole(top())),
        "now": at,
    }
    return render(request, "refunds/books.html", context, status=status)
