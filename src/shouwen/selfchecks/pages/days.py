"""Days to sign 日终审核: the manager's list, one sheet with all its lines, the sheet on paper (C4.8.7)."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shouwen.handbook.decision import Refused
from shouwen.handbook.money import total
from shouwen.handbook.rights import Right
from shouwen.ledger.door import Done
from shouwen.people.pages.history import lines as history
from shouwen.reception.checkcode import spaced
from shouwen.reception.pages import qr
from shouwen.selfchecks import verbs
from shouwen.selfchecks.forms import MendForm, ReturnForm, SignForm
from shouwen.selfchecks.models import Day, DayLine
from shouwen.selfchecks.owning import may_sign
from shouwen.selfchecks.pages.mending import mend_form
from shouwen.selfchecks.reads import days, lines
from shouwen.selfchecks.sheet import day_said
from shouwen.web.answers import SeeOther
from shouwen.web.errors import refusal_page

PAGE = 50


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The sheets that wait, with what is still to be handed in today; or those that are signed."""
    at, signed = timezone.now(), request.GET.get("show") == "signed"
    page = Paginator(days.listed(request.user, signed=signed), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "signed": signed, "coming": [] if signed else days.coming(request.user, at), "now": at}
    return render(request, "selfchecks/days/list.html", context)


@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """How many sheets wait for a signature; nothing where none does."""
    waiting = days.waiting(request.user)
    return HttpResponse(str(waiting) if waiting else "")


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet with all its lines."""
    return show(request, _found(request, pk))


@require_POST
def sign_line(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Sign one line; the next one that waits is shown."""
    form = SignForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else None
    return _acted(request, pk, line, lambda: verbs.sign_line(pk, **_by(request), seen=seen, line=line))


@require_POST
def return_line(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Return one line to the clerk."""
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return show(request, _found(request, pk), returning=(line, form), status=422)
    said = {"reason": form.cleaned_data["reason"], "why": form.cleaned_data["why"], "seen": form.cleaned_data["seen"]}
    return _acted(request, pk, line, lambda: verbs.return_line(pk, **_by(request), line=line, **said))


@never_cache
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet on paper: what was signed with its check code, or a preview that proves nothing."""
    day = _found(request, pk)
    said = day.said if day.code else day_said(day)
    paper = {"code": spaced(day.code), "qr": qr(request, day.serial, day.code)} if day.code else {}
    context = {"day": day, "said": said, "now": timezone.now(), **paper}
    return render(request, "selfchecks/days/sheet.html", context)


def show(
    request: HttpRequest,
    day: Day,
    *,
    mend: MendForm | None = None,
    returning: tuple[int, ReturnForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a sheet, with what this reader may do about each line."""
    person = request.user
    rows = lines.of_lines(days.lines(day))
    signs = person.may(Right.SIGN_DAY, day) and may_sign(person, day.clerk, day.unit)
    waiting = [row.line.number for row in rows if row.line and row.line.state == DayLine.State.WAITING]
    waiting = waiting if signs and day.state != Day.State.MISSING else []
    with_clerk = day.state in (Day.State.MISSING, Day.State.RETURNED)
    if mend is None and with_clerk and signs:
        mend = mend_form(day, own=False)
    context: dict[str, Any] = {
        "day": day,
        "rows": rows,
        "returning": returning[0] if returning else 0,
        "returned_form": returning[1] if returning else None,
        "total": total(row.refund.total for row in rows),
        "waiting": waiting,
        "current": waiting[0] if waiting else 0,
        "own": day.clerk_id == person.pk,
        "return_form": ReturnForm(initial={"seen": day.chain.length}),
        "mend": mend,
        "history": history(day.chain_id),
        "code": spaced(day.code) if day.code else "",
        "now": timezone.now(),
    }
    return render(request, "selfchecks/days/day.html", context, status=status)


def _acted(request: HttpRequest, pk: int, line: int, act: Callable[[], Done | Refused]) -> HttpResponse:
    answer = act()
    address = reverse("selfchecks:day", args=[pk])
    if isinstance(answer, Refused):
        return refusal_page(request, answer, back=address)
    return SeeOther(f"{address}#line-{line}")


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "at": timezone.now()}


def _found(request: HttpRequest, pk: int) -> Day:
    rows = Day.objects.seen_by(request.user).select_related("chain", "clerk", "unit__parent__parent")
    day: Day = get_object_or_404(rows, pk=pk)
    return day
