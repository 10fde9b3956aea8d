"""The working days of a year to look at, and an announcement to look through before it is taken.

What changes the table stands in the clocks' room: the deadlines that move with it are told in the same breath.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shouwen.calendars import announcement, reads, seeding
from shouwen.calendars.forms import AnnouncementForm, DaysForm
from shouwen.calendars.models import Year
from shouwen.calendars.months import months
from shouwen.handbook.rights import Right
from shouwen.handbook.sentences import SHANGHAI
from shouwen.web.answers import wrong

YEARS = range(2004, 2101)


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Leads to the year that it is."""
    return redirect("calendars:year", timezone.now().astimezone(SHANGHAI).year)


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """A year as twelve months; `?day=` has the form for changing days filled in with it."""
    return render(request, "calendar/year.html", year_context(request, year))


@require_POST
def preview(request: HttpRequest, year: int) -> HttpResponse:
    """What an announcement would change, before anything is changed."""
    form = AnnouncementForm(request.POST, request.FILES, year=_known(year))
    if not form.is_valid():
        return wrong(request, "calendar/year.html", year_context(request, year, announcement_form=form))
    return render(request, "calendar/preview.html", preview_context(year, form.days))


def preview_context(year: int, days: Mapping[date, bool]) -> dict[str, Any]:
    """The page of a preview: the year as it would be, and each day that would be otherwise."""
    before = _exceptions(year)
    drawn = months(year, days, before)
    changes = [day for month in drawn for week in month.weeks for day in week if day and day.changes]
    return {
        "year": year,
        "months": drawn,
        "working": sum(month.working for month in drawn),
        "changes": changes,
        "lost": seeding.lost_holidays(year, days),
        "text": announcement.lines(dict(days)),
    }


def year_context(
    request: HttpRequest,
    year: int,
    *,
    days_form: DaysForm | None = None,
    announcement_form: AnnouncementForm | None = None,
) -> dict[str, Any]:
    """The page of a year, with the one form that was handed in as it was."""
    row = Year.objects.filter(year=_known(year)).select_related("chain").first()
    drawn = months(year, _exceptions(year))
    kept = {"first": request.GET.get("day", ""), "seen": row.chain.length if row else 0}
    return {
        "year": year,
        "row": row,
        "months": drawn,
        "working": sum(month.working for month in drawn),
        "unlike": [day for month in drawn for week in month.weeks for day in week if day and day.unlike],
        "disagreements": seeding.disagreements(year),
        "packaged": bool(seeding.packaged(year)),
        "before": year - 1 if year - 1 in YEARS else None,
        "after": year + 1 if year + 1 in YEARS else None,
        "may_change": request.user.may(Right.MANAGE_CALENDAR),
        "days_form": days_form or DaysForm(initial=kept),
        "announcement_form": announcement_form or AnnouncementForm(year=year),
    }


def _exceptions(year: int) -> dict[date, bool]:
    return {day: row.works for day, row in reads.year_table(year).items()}


def _known(year: int) -> int:
    if year not in YEARS:
        raise Http404
    return year
