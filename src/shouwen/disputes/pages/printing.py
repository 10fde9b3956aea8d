"""The forms of a dispute on paper: the application for approval, and the record of a refund (C4.8.7)."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shouwen.disputes import printing, sheets
from shouwen.disputes.models import Application, Dispute, PrintedPaper
from shouwen.disputes.pages import timeline, wording
from shouwen.disputes.pages.dispute import found
from shouwen.handbook.decision import Refused
from shouwen.handbook.rights import Right
from shouwen.people.models import Staff
from shouwen.reception import papers
from shouwen.reception.checkcode import read, spaced
from shouwen.reception.pages import AT_PROOF, PrintForm, qr
from shouwen.reception.sheet import Identity
from shouwen.refunds.models import Refund
from shouwen.tickets.reads.ticket import History
from shouwen.web.answers import SeeOther

TITLES: dict[str, str | Promise] = {
    PrintedPaper.Kind.APPLICATION: _("Application for approval of a tariff dispute"),
    PrintedPaper.Kind.REFUND: _("Record of a refund"),
}


@dataclass(frozen=True)
class Sheet:
    """One form of a dispute as it would be printed now."""

    dispute: Dispute
    kind: str
    about: str
    said: dict[str, Any]
    url: str


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The application form: a preview, or a registered print by its `code`. POST registers a print."""
    dispute = found(request, pk)
    rows = Application.objects.select_related("proposal__by", "reverses", "by")
    asked = get_object_or_404(rows, dispute=dispute, number=number)
    asked.dispute = dispute
    url = reverse("disputes:application_form", args=[pk, number])
    return _answer(request, Sheet(dispute, PrintedPaper.Kind.APPLICATION, str(number), sheets.application(asked), url))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def refund(request: HttpRequest, pk: int, refund: int) -> HttpResponse:
    """The record of a refund that was booked; of one whose outcome is open there is no record yet."""
    dispute = found(request, pk)
    rows = dispute.refunds().filter(state=Refund.State.DONE).select_related("ordered_by", "reverses")
    paid = get_object_or_404(rows, pk=refund)
    url = reverse("disputes:refund_record", args=[pk, refund])
    return _answer(request, Sheet(dispute, PrintedPaper.Kind.REFUND, paid.key, sheets.refund(dispute, paid), url))


def _answer(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    ticket = sheet.dispute.ticket
    may_reveal = ticket is not None and request.user.may(Right.REVEAL, ticket)
    if request.method == "POST":
        return _print(request, sheet, PrintForm(request.POST, may_reveal=may_reveal))
    code = read(request.GET.get("code", ""))
    if code:
        rows = PrintedPaper.objects.filter(dispute=sheet.dispute, kind=sheet.kind, about=sheet.about)
        return _shown(request, sheet, _registered(request, sheet, get_object_or_404(rows, code=code)))
    form = PrintForm(may_reveal=may_reveal, initial={"seen": sheet.dispute.chain.length})
    return _shown(request, sheet, _preview(sheet, form))


def _print(request: HttpRequest, sheet: Sheet, form: PrintForm) -> HttpResponse:
    if not form.is_valid():
        return _shown(request, sheet, _preview(sheet, form), status=422)
    reason, proof = form.cleaned_data["reason"], form.cleaned_data["proof"]
    said = {"kind": sheet.kind, "about": sheet.about, "actor": request.user, "at": timezone.now()}
    answer = printing.register(sheet.dispute, sheet.said, **said, reason=reason, proof=proof)
    if isinstance(answer, Refused):
        form.refuse(answer, length=sheet.dispute.chain.length, fields=AT_PROOF)
        return _shown(request, sheet, _preview(sheet, form), status=422)
    if reason:
        return _shown(request, sheet, _registered(request, sheet, answer.subject, sheets.in_full(sheet.dispute)))
    return SeeOther(f"{sheet.url}?{urlencode({'code': answer.subject.code})}")


def _shown(request: HttpRequest, sheet: Sheet, context: dict[str, Any], status: int = 200) -> HttpResponse:
    known = {"dispute": sheet.dispute, "title": TITLES[sheet.kind], "url": sheet.url, "kind": sheet.kind}
    return render(request, "disputes/paper/page.html", known | context, status=status)


def _preview(sheet: Sheet, form: PrintForm) -> dict[str, Any]:
    """The form as it would be printed now, without a code: it proves nothing yet."""
    rows = PrintedPaper.objects.filter(dispute=sheet.dispute, kind=sheet.kind, about=sheet.about)
    earlier = [(row, spaced(row.code)) for row in rows.select_related("by")[:10]]
    return {**_content(sheet.said, sheets.masked(sheet.dispute)), "form": form, "printed": earlier}


def _registered(request: HttpRequest, sheet: Sheet, row: PrintedPaper, who: Identity | None = None) -> dict[str, Any]:
    """A registered print: exactly what was said when it was registered, masked unless `who` is given."""
    who = who or Identity(row.said["name"], row.said["number"], row.said["contact_phone"])
    picture = qr(request, sheet.dispute.serial, row.code)
    return {**_content(row.said, who), "code": spaced(row.code), "qr": picture, "row": row}


def _content(said: dict[str, Any], who: Identity) -> dict[str, Any]:
    proposal = said.get("proposal") or {}
    levels = said.get("levels", [])
    return {
        "said": sheets.read_back(said),
        "who": who,
        "category": wording.category(said["category"]),
        "found_by": wording.found_by(said["found_by"]),
        "because": [(sentence, clause) for sentence, clause, _url in wording.sentences(proposal.get("because", []))],
        "to_sign": levels[len(said["signatures"]) :] if said.get("application_state") == "waiting" else [],
    }


def verified(serial: str, typed: str, reader: Staff) -> papers.Found | None:
    """The paper of that serial and code; None when no such paper was ever printed."""
    paper = printing.find(serial, typed)
    if paper is None:
        return None
    dispute = paper.dispute
    since = printing.PRESS.since(paper, dispute.chain)
    sees = reader.may(Right.READ_DISPUTES) and Dispute.objects.seen_by(reader).filter(pk=dispute.pk).exists()
    entries = timeline.entries(History(since, 0)) if sees else []
    return papers.Found(
        title=TITLES[paper.kind],
        serial=dispute.serial,
        genuine=printing.PRESS.genuine(paper, dispute.chain),
        at=paper.at,
        by=paper.by,
        unit=dispute.unit,
        customer=f"{paper.said['name']} {paper.said['number']}",
        in_full=paper.in_full,
        about=_("Amount"),
        text=wording.money(
            paper.said["amount"] if paper.kind == PrintedPaper.Kind.APPLICATION else paper.said["total"]
        ),
        url=reverse("disputes:dispute", args=[dispute.pk]) if sees else "",
        open_words=_("To the dispute"),
        since=len(since),
        changes=[papers.Change(entry.icon, entry.words, entry.who, entry.at) for entry in entries],
    )


URLS = [
    path("disputes/<int:pk>/applications/<int:number>/form", application, name="application_form"),
    path("disputes/<int:pk>/refunds/<int:refund>/record", refund, name="refund_record"),
]
