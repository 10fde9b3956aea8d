"""My day 我的日终: what I refunded, handed to the manager; what came back (C4.8.7)."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.handbook.decision import Refused
from shouwen.handbook.money import total
from shouwen.people.models import Unit
from shouwen.selfchecks import verbs
from shouwen.selfchecks.forms import MendForm
from shouwen.selfchecks.models import Day
from shouwen.selfchecks.owning import day_of, unlisted_of
from shouwen.selfchecks.pages.mending import mend_form
from shouwen.selfchecks.reads import days, lines
from shouwen.web.answers import SeeOther
from shouwen.web.errors import refusal_page


@require_safe
def my_day(request: HttpRequest) -> HttpResponse:
    """One's own refunds of a day: those still to be handed in by unit, and the sheets that were."""
    return show(request, _day(request.GET.get("on", "")))


@require_POST
def hand_in(request: HttpRequest) -> HttpResponse:
    """Hand what stands on the list to the manager."""
    day = _day(request.POST.get("on", ""))
    key = request.POST.get("unit", "")
    unit = get_object_or_404(Unit.objects.seen_by(request.user), pk=key if key.isdecimal() else 0)
    answer = verbs.hand_in(
        actor=request.user, at=timezone.now(), unit=unit, day=day, keys=request.POST.getlist("refund")
    )
    if isinstance(answer, Refused):
        return refusal_page(request, answer, back=f"{reverse('selfchecks:my_day')}?on={day}")
    messages.success(request, _("Handed in: %(serial)s") % {"serial": answer.subject.serial})
    return SeeOther(f"{reverse('selfchecks:my_day')}?on={day}")


def show(
    request: HttpRequest, day: date, forms: dict[int, MendForm] | None = None, *, status: int = 200
) -> HttpResponse:
    """The page of one's own day, with a form for each sheet that is with its clerk."""
    person, at = request.user, timezone.now()
    units: dict[int, list[lines.Shown]] = {}
    for shown in lines.of_gathered(unlisted_of(person, day)):
        units.setdefault(shown.refund.unit_id, []).append(shown)
    coming = [(rows[0].refund.unit, rows, total(row.refund.total for row in rows)) for rows in units.values()]
    sheets = []
    for sheet in days.mine(person, day):
        form = (forms or {}).get(sheet.pk)
        if form is None and sheet.state in (Day.State.MISSING, Day.State.RETURNED):
            form = mend_form(sheet, own=True)
        rows = lines.of_lines(days.lines(sheet))
        fields = {row.line.number: form[f"mended_{row.line.number}"] for row in rows if _asks(form, row)}  # type: ignore[index,union-attr]
        sheets.append((sheet, rows, form, fields))
    context = {
        "day": day,
        "today": day_of(at),
        "coming": coming,
        "sheets": sheets,
        "back": [sheet for sheet in days.with_me(person) if sheet.day != day],
        "now": at,
    }
    return render(request, "selfchecks/days/mine.html", context, status=status)


def _asks(form: MendForm | None, row: lines.Shown) -> bool:
    return form is not None and row.line is not None and f"mended_{row.line.number}" in form.fields


def _day(text: str) -> date:
    if not text:
        return day_of(timezone.now())
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
