"""One refund: what was ordered, what was asked of billing, what was answered; and what a person does about it."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shouwen.customers import masking
from shouwen.handbook.rights import Right
from shouwen.ledger.door import Done
from shouwen.people.pages import history
from shouwen.refunds import verbs
from shouwen.refunds.forms import NowForm, WhyForm
from shouwen.refunds.models import Refund
from shouwen.refunds.reads import monitor
from shouwen.web import labels
from shouwen.web.answers import SeenForm, SeeOther

SELECTED = ("chain", "customer", "unit", "ordered_by", "reverses", "file")


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a refund."""
    return _show(request, _found(request, pk))


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Have billing asked at once."""
    return _act(request, pk, NowForm(request.POST), verbs.ask_now)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a refused one tried again."""
    return _act(request, pk, WhyForm(request.POST, prefix="again"), verbs.try_again)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the order back."""
    return _act(request, pk, WhyForm(request.POST, prefix="cancel"), verbs.call_off)


def _act(request: HttpRequest, pk: int, form: SeenForm, verb: Callable[..., Any]) -> HttpResponse:
    refund = _found(request, pk)
    if form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        seen = form.cleaned_data.get("seen")
        answer = verb(refund.pk, actor=request.user, at=timezone.now(), seen=seen, **said)
        if isinstance(answer, Done):
            return SeeOther(reverse("refunds:one", args=[pk]))
        refund = _found(request, pk)
        form.refuse(answer, length=refund.chain.length, fields={"say-why": "why"})
    return _show(request, refund, form, status=422)


def _show(request: HttpRequest, refund: Refund, form: SeenForm | None = None, *, status: int = 200) -> HttpResponse:
    seen = {"seen": refund.chain.length}
    forms = {"": NowForm(initial=seen), "again": WhyForm(initial=seen, prefix="again")}
    forms["cancel"] = WhyForm(initial=seen, prefix="cancel")
    if form is not None:
        forms[form.prefix or ""] = form
    watches = request.user.may(Right.MONITOR_REFUNDS, refund)
    context = {
        "refund": refund,
        "unit": refund.unit.named(labels.language()),
        "number": masking.number(refund.customer.number),
        "reversals": list(refund.reversals.order_by("pk")) if refund.reverses_id is None else [],
        "differences": list(refund.differences.order_by("-pk")),
        "attempts": monitor.attempts(refund),
        "history": history.lines(refund.chain_id),
        "may_ask": watches and refund.state == "unknown",
        "may_try": watches and refund.state == "refused",
        "may_cancel": watches and refund.state in ("due", "refused"),
        "ask_form": forms[""],
        "again_form": forms["again"],
        "cancel_form": forms["cancel"],
        "now": timezone.now(),
    }
    return render(request, "refunds/refund.html", context, status=status)


def _found(request: HttpRequest, pk: int) -> Refund:
    refund = Refund.objects.seen_by(request.user).select_related(*SELECTED).filter(pk=pk).first()
    if refund is None:
        raise Http404
    found: Refund = refund
    return found
