"""Leave and the deputy who signs meanwhile: one's own, and that of the people whom one manages (C4.8.3)."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.handbook.decision import Refused
from shouwen.handbook.rights import Right
from shouwen.ledger.door import Done
from shouwen.people import reads
from shouwen.people.models import Leave, Staff
from shouwen.people.verbs import end_leave, name_deputy
from shouwen.web import labels
from shouwen.web.answers import SeenForm, SeeOther, wrong
from shouwen.web.errors import refusal_words

FIELDS = {
    "deputy-self": "deputy",
    "deputy-too-low": "deputy",
    "staff-inactive": "deputy",
    "until-in-past": "ends_at",
    "leave-overlaps": "begins_at",
}
OVER = 10


class LeaveForm(SeenForm):
    """From when until when, and who stands in; offered are only people of at least the same level."""

    begins_at = forms.DateTimeField(label=gettext_lazy("Away from"))
    ends_at = forms.DateTimeField(label=gettext_lazy("Back on"))
    deputy = forms.ChoiceField(label=gettext_lazy("Deputy"))

    def __init__(self, *args: Any, person: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("begins_at", "ends_at"):
            field = self.fields[name]
            field.widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
            field.error_messages["invalid"] = _("Write the time as 2026-11-21 14:05.")
        self.offered = {str(each.pk): each for each in reads.deputies_for(person)}
        self.fields["deputy"].choices = [("", "—"), *_by_unit(self.offered.values(), person)]

    def clean_deputy(self) -> Staff:
        return self.offered[self.cleaned_data["deputy"]]


def _by_unit(people: Any, person: Staff) -> list[tuple[str, list[tuple[str, str]]]]:
    """The people under the names of their units, those of the person's own branch first."""
    own, language = person.unit.branch.path, labels.language()
    units: dict[str, list[tuple[str, str]]] = {}
    for each in sorted(people, key=lambda one: (not one.unit.path.startswith(own), one.unit.path, one.code)):
        units.setdefault(each.unit.named(language), []).append((str(each.pk), f"{each.code} {each.name}"))
    return list(units.items())


def blank(person: Staff, at: datetime) -> LeaveForm:
    """The form before anything was typed: it begins at the next full hour."""
    begins = timezone.localtime(at).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return LeaveForm(initial={"begins_at": begins, "seen": person.chain.length}, person=person)


def shown(person: Staff, at: datetime) -> dict[str, Any]:
    """What a page shows of somebody's leave: now or to come, for whom they stand in, and what is over."""
    known = list(person.leaves.select_related("deputy__unit").order_by("-begins_at", "-pk")[:50])
    coming = [leave for leave in known if leave.ended_at is None and leave.ends_at > at]
    stood_in = person.stands_in.filter(ended_at=None, ends_at__gt=at).select_related("staff__unit")
    return {
        "coming": coming[::-1],
        "over": [leave for leave in known if leave not in coming][:OVER],
        "stands_in": list(stood_in.order_by("begins_at", "pk")),
        "now": at,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """One's own leave."""
    at, person = timezone.now(), _with_chain(request.user.pk)
    form = LeaveForm(request.POST, person=person) if request.method == "POST" else blank(person, at)
    if form.is_bound and _named(request, person, form, at):
        return SeeOther(reverse("people:leave"))
    return _page(request, {"person": person, "form": form, **shown(person, at)})


@require_POST
def end_own(request: HttpRequest, leave: int) -> HttpResponse:
    """Back earlier than said, or not going at all."""
    return _ended(request, _with_chain(request.user.pk), leave, reverse("people:leave"))


@require_http_methods(["GET", "HEAD", "POST"])
def of_person(request: HttpRequest, pk: int) -> HttpResponse:
    """The leave of somebody whom the reader manages, recorded for them."""
    at, person = timezone.now(), _managed(request, pk)
    form = LeaveForm(request.POST, person=person) if request.method == "POST" else blank(person, at)
    back = reverse("people:person_leave", args=[pk])
    if form.is_bound and _named(request, person, form, at):
        return SeeOther(back)
    return _page(request, {"person": person, "form": form, "by_other": True, **shown(person, at)})


@require_POST
def end_of_person(request: HttpRequest, pk: int, leave: int) -> HttpResponse:
    """The same, for somebody whom the reader manages."""
    return _ended(request, _managed(request, pk), leave, reverse("people:person_leave", args=[pk]))


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    answer = wrong if context["form"].is_bound else render
    return answer(request, "staff/leave.html", context)


def _named(request: HttpRequest, person: Staff, form: LeaveForm, at: datetime) -> bool:
    """Whether the leave was recorded; if not, the form says what to mend."""
    if not form.is_valid():
        return False
    said = {name: form.cleaned_data[name] for name in ("deputy", "begins_at", "ends_at")}
    answer: Done | Refused = name_deputy(person.pk, actor=request.user, at=at, seen=form.cleaned_data["seen"], **said)
    if isinstance(answer, Refused):
        form.refuse(answer, length=person.chain.length, fields=FIELDS)
        return False
    told = {"who": person.name, "deputy": said["deputy"].name}
    messages.success(request, _("Recorded: %(deputy)s signs for %(who)s meanwhile.") % told)
    return True


def _ended(request: HttpRequest, person: Staff, leave: int, back: str) -> HttpResponse:
    get_object_or_404(Leave, staff=person, pk=leave)
    answer = end_leave(person.pk, actor=request.user, at=timezone.now(), leave=leave)
    if isinstance(answer, Refused):
        messages.error(request, refusal_words(answer))
    else:
        messages.success(request, _("Ended: %(who)s signs again.") % {"who": person.name})
    return SeeOther(back)


def _with_chain(pk: int) -> Staff:
    return Staff.objects.select_related("chain", "unit__parent__parent").get(pk=pk)


def _managed(request: HttpRequest, pk: int) -> Staff:
    """Somebody over whom the reader may both manage staff and name deputies; to anybody else they are not there."""
    rows = reads.staff_under(request.user, Right.MANAGE_STAFF) & reads.staff_under(request.user, Right.NAME_DEPUTY)
    found: Staff = get_object_or_404(rows.select_related("chain", "unit__parent__parent"), pk=pk)
    return found
