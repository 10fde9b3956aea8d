"""Self-checks 自查: the list, a report with its exceptions, the inbox of exceptions (C4.8.7)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.handbook.decision import Reason, Refused
from shouwen.handbook.load import shipped
from shouwen.handbook.rights import Right
from shouwen.people.pages.history import lines as history
from shouwen.reception.checkcode import spaced
from shouwen.selfchecks import verbs
from shouwen.selfchecks.forms import ClearForm, SignForm
from shouwen.selfchecks.models import CheckException, SelfCheck
from shouwen.selfchecks.reads import checks
from shouwen.web import labels
from shouwen.web.answers import SeeOther
from shouwen.web.errors import refusal_page

PAGE = 50
STATES = ("unsigned", "open", "ready", "signed")


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The checks by period and unit, each with what is left to be cleared."""
    asked = {name: request.GET.get(name, "") for name in ("kind", "state", "unit")}
    kind = asked["kind"] if asked["kind"] in shipped().check_periods else ""
    state = asked["state"] if asked["state"] in STATES else ""
    unit = int(asked["unit"]) if asked["unit"].isdecimal() and len(asked["unit"]) < 18 else 0
    rows = checks.listed(request.user, kind=kind, state=state, unit=unit)
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "kind": kind,
        "state": state,
        "kinds": shipped().check_periods,
        "filtered": bool(kind or state or unit),
        "now": timezone.now(),
    }
    return render(request, "selfchecks/checks/list.html", context)


@require_safe
def exceptions(request: HttpRequest) -> HttpResponse:
    """Everything that is still to be cleared, whichever check found it."""
    asked = request.GET.get("rule", "")
    rule = asked if asked in shipped().check_kinds else ""
    page = Paginator(checks.exceptions(request.user, rule=rule), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, words_of(row), _may_clear(request, row)) for row in page],
        "rule": rule,
        "rules": shipped().check_kinds,
        "now": timezone.now(),
    }
    return render(request, "selfchecks/checks/exceptions.html", context)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One check: what was looked at, what was found, who cleared it, who signed."""
    return _show(request, found(request, pk))


@require_POST
def clear(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Clear one exception, with how, why and what was done."""
    check, form = found(request, pk), ClearForm(request.POST)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("how", "why", "done", "seen")}
        answer = verbs.clear(check.pk, actor=request.user, at=timezone.now(), number=number, **said)
        if not isinstance(answer, Refused):
            messages.success(request, _("Exception %(number)s is cleared.") % {"number": number})
            return SeeOther(f"{reverse('selfchecks:check', args=[pk])}#exception-{number}")
        form.refuse(answer, length=check.chain.length, fields={"say-why": "why", "say-what-was-done": "done"})
    return _show(request, found(request, pk), clearing=(number, form), status=422)


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the report."""
    form = SignForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else None
    return _acted(request, pk, verbs.sign(pk, actor=request.user, at=timezone.now(), seen=seen), _("Signed."))


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have it run once more."""
    answer = verbs.ask_again(pk, actor=request.user, at=timezone.now())
    return _acted(request, pk, answer, _("It is run once more within minutes."))


def _acted(request: HttpRequest, pk: int, answer: Any, words: str) -> HttpResponse:
    address = reverse("selfchecks:check", args=[pk])
    if isinstance(answer, Refused):
        return refusal_page(request, answer, back=address)
    messages.success(request, words)
    return SeeOther(address)


def _show(
    request: HttpRequest, check: SelfCheck, *, clearing: tuple[int, ClearForm] | None = None, status: int = 200
) -> HttpResponse:
    person, open_ = request.user, check.state != SelfCheck.State.SIGNED
    every = check.exceptions.select_related("refund", "cleared_by").order_by("number")
    page = Paginator(every, PAGE).get_page(request.GET.get("page"))
    may_clear = open_ and person.may(Right.CLEAR_CHECKS, check)
    rows = [
        {
            "row": row,
            "words": words_of(row),
            "may": may_clear and row.cleared_at is None and person.code not in row.people,
            "own": row.cleared_at is None and person.code in row.people,
            "form": clearing[1] if clearing and clearing[0] == row.number else None,
        }
        for row in page
    ]
    context: dict[str, Any] = {
        "check": check,
        "page": page,
        "rows": rows,
        "sums": sums(check),
        "rules": [(code, check.facts.get("rules", {}).get(code, 0)) for code in _rules(check)],
        "month": checks.month(check),
        "books": person.may_open("refunds:books"),
        "may_sign": open_ and person.may(Right.SIGN_DAY, check),
        "may_again": may_clear and check.again_at is None,
        "clear_form": ClearForm(initial={"seen": check.chain.length}),
        "history": history(check.chain_id),
        "code": spaced(check.code) if check.code else "",
        "now": timezone.now(),
    }
    return render(request, "selfchecks/checks/check.html", context, status=status)


def words_of(row: CheckException) -> str:
    """Why an exception was found, in the reader's language."""
    return labels.sentence(Reason("C4.8.7", row.reason, row.facts))


def sums(check: SelfCheck) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """The sums of a check by kind, cause and origin, the largest first."""
    groups = (("kinds", "refund_kinds"), ("causes", "dispute_causes"), ("origins", ""))
    found = []
    for name, group in groups:
        part = check.facts.get(name, {})
        rows = [(labels.label(group, code) if group else origin(code), n, total) for code, (n, total) in part.items()]
        found.append((name, sorted(rows, key=lambda row: row[1], reverse=True)))
    return found


def origin(code: str) -> str:
    """Where a refund comes from, in words."""
    return {"dispute": _("Disputes"), "batch": _("Batches"), "late_fee": _("Late fees")}.get(code, code)


def _rules(check: SelfCheck) -> list[str]:
    """The rules that this check went by."""
    return [code for code, kind in shipped().check_kinds.items() if getattr(kind, check.kind)]


def _may_clear(request: HttpRequest, row: CheckException) -> bool:
    may = request.user.may(Right.CLEAR_CHECKS, row.check_of)
    return bool(may and request.user.code not in row.people)


def found(request: HttpRequest, pk: int) -> SelfCheck:
    """The check, where the reader may see it."""
    rows = SelfCheck.objects.seen_by(request.user).select_related("chain", "unit", "signed_by")
    check: SelfCheck = get_object_or_404(rows, pk=pk)
    return check
