"""Changing the calendar, and every deadline that moves with it.

A change is saved first and stands; the deadlines are then reckoned some at a time, so that no page waits long.
What was told so far is kept in the session until the next change.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.calendars import announcement
from shouwen.calendars.forms import DaysForm
from shouwen.calendars.models import Year
from shouwen.calendars.pages import YEARS, preview_context, year_context
from shouwen.calendars.verbs import announce as announce_year
from shouwen.calendars.verbs import change_days
from shouwen.clocks.recompute import Moved, recompute, waiting
from shouwen.handbook.decision import Refused
from shouwen.web.answers import SeeOther, wrong
from shouwen.web.errors import refusal_words

AT_ONCE = 200
TOLD_AT_MOST = 2_000
KEPT = "calendar_moved"


@require_POST
def change(request: HttpRequest, year: int) -> HttpResponse:
    """Says of some days that they work or rest, then begins to reckon anew."""
    if year not in YEARS:
        raise Http404
    form = DaysForm(request.POST)
    if form.is_valid():
        done = change_days(
            actor=request.user,
            at=timezone.now(),
            year=year,
            days=form.days(),
            note=form.cleaned_data["note"],
        )
        if not isinstance(done, Refused):
            return _begin(request, year)
        form.refuse(done, length=_length(year), fields={"day-of-other-year": "first"})
    return wrong(request, "calendar/year.html", year_context(request, year, days_form=form))


@require_POST
def announce(request: HttpRequest, year: int) -> HttpResponse:
    """Takes the announcement that was looked through, then begins to reckon anew."""
    if year not in YEARS:
        raise Http404
    days = announcement.read(request.POST.get("text", "")[:20_000], year).exceptions
    done = announce_year(actor=request.user, at=timezone.now(), year=year, days=days)
    if isinstance(done, Refused):
        context = preview_context(year, days) | {"refused": refusal_words(done)}
        return wrong(request, "calendar/preview.html", context)
    return _begin(request, year)


@require_safe
def moved(request: HttpRequest) -> HttpResponse:
    """Every deadline that moved with the last change, and how many are still to be reckoned."""
    return render(request, "clock/moved.html", _context(request))


@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    """Reckons some more of the deadlines that are left."""
    _reckon(request)
    if request.headers.get("HX-Request") == "true":
        return render(request, "clock/moved_list.html", _context(request))
    return SeeOther(reverse("clocks:moved"))


def _begin(request: HttpRequest, year: int) -> HttpResponse:
    request.session[KEPT] = {"year": year, "rows": [], "count": 0}
    _reckon(request)
    messages.success(request, _("The calendar of %(year)s was saved.") % {"year": year})
    return SeeOther(reverse("clocks:moved"))


def _reckon(request: HttpRequest) -> None:
    kept = request.session.get(KEPT) or {"year": None, "rows": [], "count": 0}
    for each in recompute(actor=request.user, at=timezone.now(), limit=AT_ONCE):
        kept["count"] += 1
        if len(kept["rows"]) < TOLD_AT_MOST:
            kept["rows"].append(_kept(each))
    request.session[KEPT] = kept


def _kept(each: Moved) -> dict[str, Any]:
    told = vars(each) | {"was": each.was.isoformat(), "now": each.now.isoformat()}
    return dict(told)


def _context(request: HttpRequest) -> dict[str, Any]:
    kept = request.session.get(KEPT) or {"year": None, "rows": [], "count": 0}
    rows = [
        row | {"was": datetime.fromisoformat(row["was"]), "until": datetime.fromisoformat(row["now"])}
        for row in kept["rows"]
    ]
    return {
        "year": kept["year"],
        "rows": sorted(rows, key=lambda row: row["until"]),
        "count": kept["count"],
        "waiting": waiting(),
    }


def _length(year: int) -> int:
    found = Year.objects.filter(year=year).select_related("chain").first()
    return found.chain.length if found else 0
