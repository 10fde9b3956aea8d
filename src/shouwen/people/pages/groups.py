"""Skill groups and who is in them (C4.4)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.handbook.decision import Refused
from shouwen.handbook.rights import Right
from shouwen.people import reads
from shouwen.people.models import SkillGroup, Staff
from shouwen.people.pages.forms import GroupForm, MemberForm, NewGroupForm
from shouwen.people.pages.history import lines
from shouwen.people.verbs import add_group, change_group, join_group, leave_group
from shouwen.web.answers import SeenForm, SeeOther, wrong

FIELDS = {"duplicate": "code", "group-has-tickets": "active", "staff-inactive": "staff"}


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """Every group that the reader manages, closed ones too."""
    return render(request, "group/list.html", {"rows": reads.groups_under(request.user, Right.MANAGE_GROUPS)})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Adds a group to a unit."""
    units = list(reads.units_under(request.user, Right.MANAGE_GROUPS).filter(active=True))
    form = NewGroupForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        said = {key: form.cleaned_data[key] for key in ("code", "name", "name_en", "function")}
        at_unit = next(unit for unit in units if str(unit.pk) == form.cleaned_data["unit"])
        done = add_group(actor=request.user, at=timezone.now(), unit=at_unit, **said)
        if not isinstance(done, Refused):
            messages.success(request, _("%(name)s was added.") % {"name": done.subject.name})
            return SeeOther(reverse("people:group", args=[done.subject.pk]))
        form.refuse(done, length=0, fields=FIELDS)
    context = {"form": form}
    return wrong(request, "group/new.html", context) if form.is_bound else render(request, "group/new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """One group: its name, what it works on, whether it takes work, and its members."""
    found = _group(request, pk)
    if request.method != "POST":
        return render(request, "group/group.html", _context(found))
    form = GroupForm(request.POST)
    if form.is_valid():
        said = {key: value for key, value in form.cleaned_data.items() if key != "seen"}
        done = change_group(found.pk, actor=request.user, at=timezone.now(), seen=form.cleaned_data["seen"], **said)
        if not isinstance(done, Refused):
            return _saved(request, found)
        form.refuse(done, length=found.chain.length, fields=FIELDS)
    return wrong(request, "group/group.html", _context(found, form=form))


@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a colleague into the group, by staff number."""
    found = _group(request, pk)
    form = MemberForm(request.POST)
    if form.is_valid():
        person = Staff.objects.seen_by(request.user).filter(code__iexact=form.cleaned_data["staff"]).first()
        if person is None:
            form.add_error("staff", _("Nobody has this staff number."))
        else:
            done = join_group(found.pk, actor=request.user, at=timezone.now(), staff=person)
            if not isinstance(done, Refused):
                return _saved(request, found)
            form.refuse(done, length=found.chain.length, fields=FIELDS)
    return wrong(request, "group/group.html", _context(found, member_form=form))


@require_POST
def leave(request: HttpRequest, pk: int, staff: int) -> HttpResponse:
    """Takes a member out of the group; what they have in hand stays in their hands."""
    found = _group(request, pk)
    person = get_object_or_404(found.members, pk=staff)
    done = leave_group(found.pk, actor=request.user, at=timezone.now(), staff=person)
    if not isinstance(done, Refused):
        return _saved(request, found)
    form = MemberForm({"staff": person.code})
    form.refuse(done, length=found.chain.length)
    return wrong(request, "group/group.html", _context(found, member_form=form))


def _group(request: HttpRequest, pk: int) -> SkillGroup:
    rows = reads.groups_under(request.user, Right.MANAGE_GROUPS).select_related("unit", "chain")
    found: SkillGroup = get_object_or_404(rows, pk=pk)
    return found


def _saved(request: HttpRequest, found: SkillGroup) -> HttpResponse:
    messages.success(request, _("Saved."))
    return SeeOther(reverse("people:group", args=[found.pk]))


def _context(
    found: SkillGroup, *, form: SeenForm | None = None, member_form: SeenForm | None = None
) -> dict[str, object]:
    kept = {name: getattr(found, name) for name in ("name", "name_en", "function", "active")}
    return {
        "group": found,
        "form": form or GroupForm(initial=kept | {"seen": found.chain.length}),
        "member_form": member_form or MemberForm(),
        "members": found.members.select_related("unit").order_by("code"),
        "history": lines(found.chain_id),
    }
