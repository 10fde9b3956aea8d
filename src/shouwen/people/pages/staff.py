"""Staff: find, add, change, let in and keep out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.handbook.decision import Refused
from shouwen.handbook.rights import Right
from shouwen.ledger.door import Done, together
from shouwen.people import reads
from shouwen.people.models import Staff, Unit
from shouwen.people.pages.forms import NewStaffForm, PasswordForm, RoleForm, StaffForm, unit_choices
from shouwen.people.pages.history import lines
from shouwen.people.verbs import add_staff, change_staff, give_role, sign_out, take_role
from shouwen.web.answers import SeenForm, SeeOther, wrong
from shouwen.web.errors import refusal_words

PAGE = 50
FIELDS = {
    "duplicate": "code",
    "staff-owns-tickets": "is_active",
    "last-admin": "is_active",
    "role-beyond-yours": "role",
    "role-held": "role",
}


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody whom the reader manages, found by number or name, or by unit; the next page by staff number."""
    words, after = request.GET.get("q", "").strip()[:40], request.GET.get("after", "")[:40]
    units = _units(request)
    at = next((each for each in units if str(each.pk) == request.GET.get("unit")), None)
    found = reads.staff_under(request.user, Right.MANAGE_STAFF, words=words, unit=at)
    if not request.GET.get("gone"):
        found = found.filter(is_active=True)
    rows = list(found.filter(code__gt=after)[: PAGE + 1])
    asked = {key: request.GET[key] for key in ("q", "unit", "gone") if request.GET.get(key)}
    more = f"?{urlencode(asked | {'after': rows[PAGE - 1].code})}" if len(rows) > PAGE else ""
    return render(
        request,
        "staff/list.html",
        {
            "rows": rows[:PAGE],
            "away": set(reads.away(timezone.now(), [row.pk for row in rows[:PAGE]])),
            "q": words,
            "units": unit_choices(units)[1:],
            "at": at,
            "gone": bool(request.GET.get("gone")),
            "first_url": f"?{urlencode(asked)}" if after else "",
            "more_url": more,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Adds a person, with their first role where one is chosen; both or neither."""
    units = _units(request, in_use=True)
    form = NewStaffForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        done = _add(request, form.cleaned_data, units)
        if not isinstance(done, Refused):
            messages.success(request, _("%(name)s was added.") % {"name": done.subject.name})
            return SeeOther(reverse("people:person", args=[done.subject.pk]))
        form.refuse(done, length=0, fields=FIELDS)
    context = {"form": form}
    return wrong(request, "staff/new.html", context) if form.is_bound else render(request, "staff/new.html", context)


def _add(request: HttpRequest, said: dict[str, str], units: list[Unit]) -> Done | Refused:
    by = {"actor": request.user, "at": timezone.now()}
    unit, role = _chosen(units, said["unit"]), said["role"]
    person = {key: said[key] for key in ("code", "name", "email", "password")}
    steps = [lambda _before: add_staff(**by, **person, unit=unit)]
    if role:
        steps.append(lambda before: give_role(before.subject.pk, **by, role=role, unit=unit))
    return together(*steps)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: name, address, unit, whether they may sign in; their roles, groups and history."""
    found = _person(request, pk)
    units = _units(request)
    if request.method != "POST":
        return render(request, "staff/person.html", _context(request, found, form=_form(found, units), units=units))
    form = StaffForm(request.POST, units=units)
    if form.is_valid():
        said = {key: form.cleaned_data[key] for key in ("name", "email", "is_active")}
        done = change_staff(
            found.pk,
            actor=request.user,
            at=timezone.now(),
            seen=form.cleaned_data["seen"],
            unit=_chosen(units, form.cleaned_data["unit"]),
            **said,
        )
        if not isinstance(done, Refused):
            return _saved(request, found)
        form.refuse(done, length=found.chain.length, fields=FIELDS)
    return wrong(request, "staff/person.html", _context(request, found, form=form, units=units))


@require_POST
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """Sets a new password for a person; whoever was signed in with the old one is signed out."""
    found = _person(request, pk)
    form = PasswordForm(request.POST)
    if form.is_valid():
        done = change_staff(found.pk, actor=request.user, at=timezone.now(), password=form.cleaned_data["password"])
        if not isinstance(done, Refused):
            return _saved(request, found)
        form.refuse(done, length=found.chain.length)
    return wrong(request, "staff/person.html", _context(request, found, password_form=form))


@require_POST
def end_sittings(request: HttpRequest, pk: int) -> HttpResponse:
    """Signs a person out on every device."""
    found = _person(request, pk)
    done = sign_out(found.pk, actor=request.user, at=timezone.now())
    if not isinstance(done, Refused):
        return _saved(request, found)
    return wrong(request, "staff/person.html", _context(request, found) | {"not_signed_out": refusal_words(done)})


@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a person a role at a unit."""
    found, units = _person(request, pk), _units(request, in_use=True)
    form = RoleForm(request.POST, units=units)
    if form.is_valid():
        at_unit = _chosen(units, form.cleaned_data["at_unit"])
        done = give_role(found.pk, actor=request.user, at=timezone.now(), role=form.cleaned_data["role"], unit=at_unit)
        if not isinstance(done, Refused):
            return _saved(request, found)
        form.refuse(done, length=found.chain.length, fields=FIELDS)
    return wrong(request, "staff/person.html", _context(request, found, role_form=form))


@require_POST
def take(request: HttpRequest, pk: int, duty: int) -> HttpResponse:
    """Takes a role back."""
    found = _person(request, pk)
    held = get_object_or_404(found.duties.select_related("unit"), pk=duty)
    done = take_role(found.pk, actor=request.user, at=timezone.now(), role=held.role, unit=held.unit)
    if not isinstance(done, Refused):
        return _saved(request, found)
    return wrong(request, "staff/person.html", _context(request, found) | {"not_taken": refusal_words(done)})


def _person(request: HttpRequest, pk: int) -> Staff:
    rows = reads.staff_under(request.user, Right.MANAGE_STAFF).select_related("chain", "unit")
    found: Staff = get_object_or_404(rows, pk=pk)
    return found


def _units(request: HttpRequest, *, in_use: bool = False) -> list[Unit]:
    rows = reads.units_under(request.user, Right.MANAGE_STAFF)
    return list(rows.filter(active=True) if in_use else rows)


def _chosen(units: list[Unit], pk: str) -> Unit:
    return next(unit for unit in units if str(unit.pk) == pk)


def _saved(request: HttpRequest, found: Staff) -> HttpResponse:
    messages.success(request, _("Saved."))
    return SeeOther(reverse("people:person", args=[found.pk]))


def _form(found: Staff, units: list[Unit]) -> StaffForm:
    kept = {name: getattr(found, name) for name in ("name", "email", "is_active")}
    return StaffForm(initial=kept | {"unit": str(found.unit_id), "seen": found.chain.length}, units=units)


def _context(
    request: HttpRequest,
    found: Staff,
    *,
    units: list[Unit] | None = None,
    form: SeenForm | None = None,
    password_form: SeenForm | None = None,
    role_form: SeenForm | None = None,
) -> dict[str, object]:
    """The whole page, with the one form that was handed in as it was; the others fresh."""
    at = timezone.now()
    units = _units(request) if units is None else units
    in_use = [unit for unit in units if unit.active]
    return {
        "person": found,
        "form": form or _form(found, units),
        "password_form": password_form or PasswordForm(),
        "role_form": role_form or RoleForm(units=in_use, initial={"at_unit": str(found.unit_id)}),
        "duties": found.duties.select_related("unit").order_by("role", "unit__code"),
        "groups": found.groups.order_by("code"),
        "leaves": found.leaves.filter(ended_at=None, ends_at__gt=at).select_related("deputy").order_by("begins_at"),
        "may_name": request.user.may(Right.NAME_DEPUTY, found),
        "now": at,
        "history": lines(found.chain_id),
    }
