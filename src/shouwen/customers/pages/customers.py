"""Finding a customer by number, and the record: masked, with marks and corrections (M4, C1.3.7, C1.3.8)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.customers import beside, reads
from shouwen.customers.attribution import clean, home
from shouwen.customers.models import Customer
from shouwen.customers.pages.forms import CustomerForm, LiftForm, MarkForm, NumberForm
from shouwen.customers.verbs import change as change_customer
from shouwen.customers.verbs import lift_mark, mark_sensitive
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.handbook.rights import Right
from shouwen.ledger.door import Done
from shouwen.people.pages.history import lines
from shouwen.web.answers import SeenForm, SeeOther, wrong
from shouwen.web.errors import add_refusal

MOST_MARKS = 200


@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Leads from a whole number to its record. The number is handed in, so that it stands in no address or log."""
    form = NumberForm(request.POST or None)
    said: dict[str, Any] = {"form": form, "may_mark": request.user.may(Right.MARK_SENSITIVE)}
    if request.method != "POST":
        return render(request, "customer/find.html", said)
    if form.is_valid():
        number = clean(form.cleaned_data["number"])
        if number.trouble:
            add_refusal(form, Refused.of(shipped(), number.trouble), field="number")
        else:
            found = Customer.objects.seen_by(request.user).filter(number=number.digits).first()
            if found:
                return SeeOther(reverse("customers:customer", args=[found.pk]))
            said |= {"unknown": number.digits, "home": home(number.digits)}
            return render(request, "customer/find.html", said, status=404)
    return wrong(request, "customer/find.html", said)


@require_safe
def marks(request: HttpRequest) -> HttpResponse:
    """Every sensitive mark in force, the newest first: who is marked (masked), by whom, why, until when."""
    rows = reads.marks_in_force(timezone.now())
    return render(request, "customer/marks.html", {"rows": rows[:MOST_MARKS], "more": len(rows) > MOST_MARKS})


@require_safe
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    """One customer: masked, with their marks, their tickets that the reader may see, and what was done."""
    return render(request, "customer/customer.html", _context(request, _customer(request, pk)))


@sensitive_post_parameters("name", "identity")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Corrects the record. Name and identity card can be written, never read."""
    found = _customer(request, pk)
    if request.method != "POST":
        return render(
            request, "customer/change.html", _change_context(found, CustomerForm(initial=CustomerForm.kept(found)))
        )
    form = CustomerForm(request.POST)
    if form.is_valid():
        done = change_customer(
            found.pk, actor=request.user, at=timezone.now(), seen=form.cleaned_data["seen"], **form.changes()
        )
        if not isinstance(done, Refused):
            return _saved(request, found)
        _refuse(form, done, found)
    return wrong(request, "customer/change.html", _change_context(found, form))


@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks a customer as sensitive, with the reason and the last day (C1.3.8)."""
    found, form = _customer(request, pk), MarkForm(request.POST)
    if form.is_valid():
        done = mark_sensitive(
            found.pk,
            actor=request.user,
            at=timezone.now(),
            seen=form.cleaned_data["seen"],
            why=form.cleaned_data["why"],
            until=form.end(),
        )
        if not isinstance(done, Refused):
            return _saved(request, found)
        _refuse(form, done, found)
    return wrong(request, "customer/customer.html", _context(request, found, mark_form=form))


@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the mark away again, with the reason."""
    found, form = _customer(request, pk), LiftForm(request.POST)
    if form.is_valid():
        done: Done | Refused = lift_mark(
            found.pk,
            actor=request.user,
            at=timezone.now(),
            seen=form.cleaned_data["seen"],
            why=form.cleaned_data["why"],
        )
        if not isinstance(done, Refused):
            return _saved(request, found)
        _refuse(form, done, found)
    return wrong(request, "customer/customer.html", _context(request, found, lift_form=form))


def _customer(request: HttpRequest, pk: int) -> Customer:
    rows = Customer.objects.seen_by(request.user).select_related("group", "chain")
    found: Customer = get_object_or_404(rows, pk=pk)
    return found


def _refuse(form: SeenForm, refused: Refused, found: Customer) -> None:
    form.refuse(refused, length=found.chain.length, fields={"until-in-past": "until", "say-why": "why"})


def _saved(request: HttpRequest, found: Customer) -> HttpResponse:
    messages.success(request, _("Saved."))
    return SeeOther(reverse("customers:customer", args=[found.pk]))


def _change_context(found: Customer, form: CustomerForm) -> dict[str, Any]:
    return {"customer": found, "form": form}


def _context(
    request: HttpRequest, found: Customer, *, mark_form: SeenForm | None = None, lift_form: SeenForm | None = None
) -> dict[str, Any]:
    seen = {"seen": found.chain.length}
    return {
        "customer": found,
        "mark": found.mark(timezone.now()),
        "marks": found.marks.select_related("by").order_by("-at"),
        "tickets": beside.lines(found, request.user),
        "history": lines(found.chain_id),
        "may_mark": request.user.may(Right.MARK_SENSITIVE),
        "may_change": request.user.may(Right.WRITE_CUSTOMER),
        "mark_form": mark_form or MarkForm(initial=seen),
        "lift_form": lift_form or LiftForm(initial=seen),
    }
