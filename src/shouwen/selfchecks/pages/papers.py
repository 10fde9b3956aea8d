"""A report on paper and as a workbook, and the check of a sheet or a report that somebody brings (C4.8.7)."""

from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shouwen.handbook.decision import Reason
from shouwen.handbook.money import yuan
from shouwen.ledger.models import Event
from shouwen.people.models import Staff
from shouwen.reception.checkcode import read, spaced
from shouwen.reception.pages import qr
from shouwen.reception.papers import Found
from shouwen.selfchecks.models import Day, SelfCheck
from shouwen.selfchecks.pages.checks import found, origin, sums
from shouwen.selfchecks.sealing import genuine
from shouwen.selfchecks.sheet import check_said
from shouwen.selfchecks.workbook import written
from shouwen.web import labels

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The report on A4: what was signed with its check code, or a preview that proves nothing."""
    check = found(request, pk)
    said = _said(check)
    paper = {"code": spaced(check.code), "qr": qr(request, check.serial, check.code)} if check.code else {}
    context = {"check": check, "said": said, "rows": _rows(said), "sums": sums(check), "now": timezone.now(), **paper}
    return render(request, "selfchecks/checks/sheet.html", context)


@require_safe
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as a workbook: a sheet of sums, a sheet of exceptions, customers masked."""
    check = found(request, pk)
    said = _said(check)
    file = BytesIO()
    written({_("Report"): _summary(check, said), _("Exceptions"): _table(said)}, file)
    answer = HttpResponse(file.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{check.serial}.xlsx"'
    return answer


def _said(check: SelfCheck) -> dict[str, Any]:
    return dict(check.said) if check.code else check_said(check)


def _rows(said: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**each, "words": _words(each)} for each in said["exceptions"]]


def _words(each: dict[str, Any]) -> str:
    return labels.sentence(Reason("C4.8.7", each["reason"], each["facts"]))


def _summary(check: SelfCheck, said: dict[str, Any]) -> list[list[Any]]:
    lines: list[list[Any]] = [
        [_("Serial"), said["serial"]],
        [_("Check"), labels.label("check_periods", said["kind"])],
        [_("Unit"), said["unit"][1]],
        [_("Period"), f"{said['begins']} – {said['ends']}"],
        [pgettext("checks", "Refunds"), said["count"]],
        [_("Total"), yuan(said["total"])],
        [_("Exceptions"), len(said["exceptions"])],
        [_("Signed by"), " ".join(reversed(said["signed_by"])) if said["signed_by"] else ""],
        [_("Check code"), spaced(check.code) if check.code else ""],
        [],
    ]
    titles = {"kinds": _("Kind"), "causes": _("Cause"), "origins": _("Origin")}
    for name, part in sums(check):
        lines.append([titles[name], pgettext("checks", "Refunds"), _("Total")])
        lines += [[words, count, yuan(total)] for words, count, total in part]
        lines.append([])
    return lines


def _table(said: dict[str, Any]) -> list[list[Any]]:
    head = [
        _("No."), _("Rule"), _("What was found"), _("Refund"), _("Customer"), _("Amount"), _("How it is settled"),
        _("Reason"), _("What was done"), _("Cleared by"), _("Cleared at"),
    ]  # fmt: skip
    rows = [
        [
            each["number"],
            labels.label("check_kinds", each["rule"]),
            _words(each),
            each["refund"] or "",
            each["customer"],
            yuan(each["amount"]) if each["amount"] else "",
            labels.label("check_clearings", each["how"]) if each["how"] else "",
            each["why"],
            each["done"],
            each["by"][1] if each["by"] else "",
            (each["at"] or "")[:16].replace("T", " "),
        ]
        for each in said["exceptions"]
    ]
    return [head, *rows]


def verified(serial: str, typed: str, reader: Staff) -> Found | None:
    """A signed sheet or report by its serial and code, for whoever holds the paper."""
    code = read(typed)
    day = Day.rows.filter(code=code).exclude(code="").select_related("unit", "clerk").first()
    if day is not None and day.serial.casefold() == serial.strip().casefold():
        return _of_day(day, reader)
    rows = SelfCheck.rows.filter(code=code).exclude(code="").select_related("unit", "signed_by")
    check = rows.first()
    if check is not None and check.serial.casefold() == serial.strip().casefold():
        return _of_check(check, reader)
    return None


def _known(chain: int, code: str, check_code: str) -> bool:
    return Event.objects.filter(chain=chain, code=code, facts__check_code=check_code).exists()


def _of_day(day: Day, reader: Staff) -> Found:
    last = day.lines.exclude(by=None).order_by("-at").select_related("by").first()
    seen = Day.objects.seen_by(reader).filter(pk=day.pk).exists()
    return Found(
        title=gettext_lazy("Day's refunds"),
        serial=day.serial,
        genuine=genuine(day.said, day.code) and _known(day.chain_id, "day.line_signed", day.code),
        at=day.closed_at or day.chain.last_at,
        by=last.by if last and last.by else day.clerk,
        unit=day.unit,
        customer="",
        in_full=False,
        about=pgettext_lazy("checks", "Refunds"),
        text=f"{day.said['count']} · {day.said['total']}",
        url=reverse("selfchecks:day", args=[day.pk]) if seen else "",
        open_words=gettext_lazy("Open the sheet"),
        since=0,
    )


def _of_check(check: SelfCheck, reader: Staff) -> Found:
    assert check.signed_by is not None and check.signed_at is not None
    seen = SelfCheck.objects.seen_by(reader).filter(pk=check.pk).exists()
    return Found(
        title=gettext_lazy("Report of a self-check"),
        serial=check.serial,
        genuine=genuine(check.said, check.code) and _known(check.chain_id, "check.signed", check.code),
        at=check.signed_at,
        by=check.signed_by,
        unit=check.unit,
        customer="",
        in_full=False,
        about=pgettext_lazy("checks", "Refunds"),
        text=f"{check.said['count']} · {check.said['total']}",
        url=reverse("selfchecks:check", args=[check.pk]) if seen else "",
        open_words=gettext_lazy("Open the report"),
        since=0,
    )


__all__ = ["origin", "sheet", "verified", "workbook"]
