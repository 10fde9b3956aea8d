"""Units as a tree: see, add, change, retire."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.handbook.decision import Refused
from shouwen.handbook.rights import Right
from shouwen.people import reads
from shouwen.people.models import Unit
from shouwen.people.pages.forms import NewUnitForm, UnitForm
from shouwen.people.pages.history import lines
from shouwen.people.verbs import add_unit, change_unit
from shouwen.web.answers import SeeOther, wrong

FIELDS = {
    "duplicate": "code",
    "hours-unreadable": "hours",
    "unit-needs-parent": "parent",
    "unit-has-units": "active",
    "unit-has-groups": "active",
    "unit-has-staff": "active",
}


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The whole tree below the reader, retired units too."""
    rows = reads.unit_tree(request.user, Right.MANAGE_UNITS)
    top = min((row.path.count("/") for row in rows), default=0)
    tree = [(row, range(row.path.count("/") - top)) for row in rows]
    return render(request, "unit/list.html", {"tree": tree})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Adds a unit; `?parent=` puts it below that one."""
    under = list(reads.units_under(request.user, Right.MANAGE_UNITS).filter(active=True))
    form = NewUnitForm(request.POST or None, units=under, initial={"parent": request.GET.get("parent", "")})
    if request.method == "POST" and form.is_valid():
        said = {key: value for key, value in form.cleaned_data.items() if key not in ("seen", "parent")}
        parent = next((unit for unit in under if str(unit.pk) == form.cleaned_data["parent"]), None)
        done = add_unit(actor=request.user, at=timezone.now(), parent=parent, **said)
        if not isinstance(done, Refused):
            messages.success(request, _("%(name)s was added.") % {"name": done.subject.name})
            return SeeOther(reverse("people:units"))
        form.refuse(done, length=0, fields=FIELDS)
    context = {"form": form, "unit": None}
    return wrong(request, "unit/form.html", context) if form.is_bound else render(request, "unit/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: what it is called, where it is reached, when it works, whether it is in use."""
    found = get_object_or_404(
        reads.units_under(request.user, Right.MANAGE_UNITS).select_related("parent", "chain"), pk=pk
    )
    if request.method == "POST":
        form = UnitForm(request.POST)
        if form.is_valid():
            said = {key: value for key, value in form.cleaned_data.items() if key != "seen"}
            done = change_unit(found.pk, actor=request.user, at=timezone.now(), seen=form.cleaned_data["seen"], **said)
            if not isinstance(done, Refused):
                messages.success(request, _("Saved."))
                return SeeOther(reverse("people:unit", args=[found.pk]))
            form.refuse(done, length=found.chain.length, fields=FIELDS)
        return wrong(request, "unit/form.html", _context(form, found))
    kept = {name: getattr(found, name) for name in ("name", "name_en", "phone", "hours", "active")}
    return render(request, "unit/form.html", _context(UnitForm(initial=kept | {"seen": found.chain.length}), found))


def _context(form: UnitForm, found: Unit) -> dict[str, object]:
    return {"form": form, "unit": found, "history": lines(found.chain_id)}
