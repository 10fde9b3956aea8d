"""The pages of the reception: the form on paper, and the check of a paper that somebody brings (C5.1)."""

from datetime import datetime
from typing import Any

import segno
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.handbook.decision import Refused
from shouwen.handbook.rights import Right
from shouwen.people.models import Staff
from shouwen.reception import papers, printing, sheet
from shouwen.reception.checkcode import read, spaced
from shouwen.reception.models import PrintedForm
from shouwen.tickets.forms.fields import Code, listed
from shouwen.tickets.models import Ticket
from shouwen.tickets.pages import timeline
from shouwen.tickets.reads.ticket import History, for_page
from shouwen.web.answers import SeenForm, SeeOther

CALL_BACK = {
    "vip": _("VIP customer"),
    "key_person": _("Key person of a group customer"),
    "government": _("Party, government or army"),
    "service_quality": _("Complaint about service quality"),
}
AT_PROOF = {"proof-missing": "proof", "proof-not-accepted": "proof"}
MOMENTS = ("at", "promised_until")


class PrintForm(SeenForm):
    """How much of the customer the sheet shows; in full only for a reason of M4."""

    reason = forms.ChoiceField(label=_("Customer on the form"), required=False)
    proof = Code("proofs", label=_("Proof of identity seen"), required=False)

    def __init__(self, *args: Any, may_reveal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        full = [(code, words) for code, words in listed("disclosure", empty=False)()] if may_reveal else []
        in_full = [(str(_("In full, because")), full)] if full else []
        self.fields["reason"].choices = [("", _("Masked")), *in_full]


class CheckForm(forms.Form):
    """A serial and a check code as they stand on paper."""

    serial = forms.CharField(label=_("Serial"), max_length=40)
    code = forms.CharField(label=_("Check code"), max_length=20)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reception_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a ticket: a preview, or a registered print by its `code`. POST registers a print."""
    ticket = get_object_or_404(for_page(request.user), pk=pk)
    if not request.user.may(Right.PRINT, ticket):
        raise PermissionDenied
    may_reveal = request.user.may(Right.REVEAL, ticket)
    code = read(request.GET.get("code", ""))
    if request.method == "POST":
        return _print(request, ticket, PrintForm(request.POST, may_reveal=may_reveal))
    if code:
        row = get_object_or_404(PrintedForm, ticket=ticket, code=code)
        return render(request, "reception/form.html", _paper(request, row))
    form = PrintForm(may_reveal=may_reveal, initial={"seen": ticket.chain.length})
    return render(request, "reception/form.html", _preview(ticket, form))


def _print(request: HttpRequest, ticket: Ticket, form: PrintForm) -> HttpResponse:
    if not form.is_valid():
        return render(request, "reception/form.html", _preview(ticket, form), status=422)
    reason = form.cleaned_data["reason"]
    answer = printing.register(
        ticket, actor=request.user, at=timezone.now(), reason=reason, proof=form.cleaned_data["proof"]
    )
    if isinstance(answer, Refused):
        form.refuse(answer, length=ticket.chain.length, fields=AT_PROOF)
        return render(request, "reception/form.html", _preview(ticket, form), status=422)
    if reason:
        return render(request, "reception/form.html", _paper(request, answer.subject, sheet.in_full(ticket)))
    return SeeOther(f"{reverse('reception:form', args=[ticket.pk])}?{urlencode({'code': answer.subject.code})}")


def _preview(ticket: Ticket, form: PrintForm) -> dict[str, Any]:
    """The form as it would be printed now, without a code: it proves nothing yet."""
    printed = list(ticket.printed_forms.select_related("by")[:10])
    earlier = [(row, spaced(row.code)) for row in printed]
    return {**_content(ticket, sheet.said(ticket), sheet.masked(ticket)), "form": form, "printed": earlier}


def _paper(request: HttpRequest, row: PrintedForm, who: sheet.Identity | None = None) -> dict[str, Any]:
    """A registered print: exactly what was said when it was registered, masked unless `who` is given."""
    who = who or sheet.Identity(row.said["name"], row.said["number"], row.said["contact_phone"])
    paper = {"code": spaced(row.code), "qr": qr(request, row.ticket.serial, row.code), "row": row}
    return {**_content(row.ticket, row.said, who), **paper}


def _content(ticket: Ticket, told: dict[str, Any], who: sheet.Identity) -> dict[str, Any]:
    contacts = [_with_moments(each) for each in told["contacts"]]
    return {
        "ticket": ticket,
        "said": {**told, "at": datetime.fromisoformat(told["at"])},
        "who": who,
        "contacts": contacts,
        "left_out": told["contacts_in_all"] - len(contacts),
        "promises": [each for each in contacts if each["promised"]],
        "reply": _with_moments(told["reply"]) if told["reply"] else None,
        "call_back": [CALL_BACK[why] for why in told["call_back"]],
    }


def _with_moments(told: dict[str, Any]) -> dict[str, Any]:
    read_back = {key: datetime.fromisoformat(told[key]) for key in MOMENTS if told.get(key)}
    return {**told, **read_back}


def qr(request: HttpRequest, serial: str, code: str) -> SafeString:
    """The address at which a paper is checked, as a picture that a phone reads."""
    query = urlencode({"serial": serial, "code": spaced(code)})
    address = request.build_absolute_uri(f"{reverse('reception:verify')}?{query}")
    drawn = segno.make(address, error="m", micro=False).svg_inline(scale=1, border=0, omitsize=True)
    return mark_safe(drawn)  # noqa: S308  (drawn by us, no text of anybody)


@never_cache
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a paper is genuine, for anybody signed in; what changed since, for those who may see what it is about."""
    asked = "serial" in request.GET or "code" in request.GET
    form = CheckForm(request.GET if asked else None)
    context: dict[str, Any] = {"form": form, "asked": asked, "now": timezone.now()}
    if asked and form.is_valid():
        found = papers.find(form.cleaned_data["serial"], form.cleaned_data["code"], request.user)
        context |= {"found": found, "missing": found is None}
    return render(request, "reception/verify.html", context)


def found(serial: str, typed: str, reader: Staff) -> papers.Found | None:
    """The reception form of that serial and code; None when no such form was ever printed."""
    form = printing.find(serial, typed)
    if form is None:
        return None
    ticket = form.ticket
    since = printing.PRESS.since(form, ticket.chain)
    seen = Ticket.objects.seen_by(reader).filter(pk=ticket.pk).exists()
    entries = timeline.entries(History(since, 0)) if seen else []
    return papers.Found(
        title=_("Service hall reception form"),
        serial=ticket.serial,
        genuine=printing.PRESS.genuine(form, ticket.chain),
        at=form.at,
        by=form.by,
        unit=ticket.unit,
        customer=f"{form.said['name']} {form.said['number']}",
        in_full=form.in_full,
        about=_("Complaint"),
        text=form.said["text"],
        url=reverse("tickets:ticket", args=[ticket.pk]) if seen else "",
        open_words=_("Open the ticket"),
        since=len(since),
        changes=[papers.Change(entry.icon, entry.words, entry.who, entry.at) for entry in entries],
    )
