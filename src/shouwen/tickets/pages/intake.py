"""The intake 新建工单: one screen from the picked-up phone to the filed ticket (C1, C4)."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shouwen.cases.uploads import guarded, turned_away
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.handbook.rights import Right
from shouwen.people.models import Staff, Unit
from shouwen.people.reads import active_groups
from shouwen.tickets.act import link_to
from shouwen.tickets.forms.fields import minute
from shouwen.tickets.forms.intake import WAYS, IntakeForm
from shouwen.tickets.models import Ticket
from shouwen.tickets.pages import drafts, judging
from shouwen.tickets.pages.handing_in import hand_in, handed_in
from shouwen.web.answers import SeeOther
from shouwen.web.drafts import done
from shouwen.web.labels import label

DRAFT = "intake"
# What the form is offered with; a draft of nothing else is no draft.
OFFERED = {"token", "column", "source", "contacted_at"}
# The right that each way asks for, beside taking calls in.
NEEDS = {"answer": Right.ANSWER, "transfer": Right.TRANSFER, "dispatch": Right.DISPATCH, "submit": Right.INTAKE}


@guarded
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form as it was left, or hand it in. Refused, it comes back with everything that was typed (422)."""
    at, staff = timezone.now(), _staff(request)
    if request.method == "POST":
        return _post(request, staff, at)
    typed = {name: values[0] for name, values in drafts.kept(staff, DRAFT).items() if values}
    if not any(value for name, value in typed.items() if name not in OFFERED):
        typed = {}
    fresh = _fresh(staff, at) | {name: request.GET[name] for name in ("number",) if name in request.GET}
    form = IntakeForm(initial=fresh | typed, groups=_groups(staff))
    return show(request, form, fresh | typed, at=at, restored=bool(typed))


def _post(request: HttpRequest, staff: Staff, at: datetime) -> HttpResponse:
    way = request.POST.get("hand_in", "")
    typed = request.POST.dict()
    if way not in WAYS and not turned_away(request):
        # Enter in a field of a browser without scripts: look up what is known, hand nothing in.
        return show(request, IntakeForm(initial=typed, groups=_groups(staff)), typed, at=at)
    earlier = _earlier(staff, typed.get("token", ""))
    if earlier:
        messages.info(request, _("This form was handed in already, as %(serial)s.") % {"serial": earlier.serial})
        return _away(request, earlier)
    form = IntakeForm(request.POST, request.FILES, way=way, groups=_groups(staff))
    form.turn_away(turned_away(request))
    if form.is_valid():
        answer = hand_in(form, staff=staff, at=at)
        if not isinstance(answer, Refused):
            drafts.discard(staff, DRAFT)
            _tell(request, way, answer, stays="next_one" in request.POST)
            return _away(request, answer)
        form.refuse(answer)
    elif form.has_error("token"):
        form.renew(str(uuid4()))
    _ask_for_files_again(request, form)
    return show(request, form, typed, at=at, way=way, status=422)


def show(
    request: HttpRequest,
    form: IntakeForm,
    typed: dict[str, Any],
    *,
    at: datetime,
    way: str = "",
    restored: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The screen, with what is known of the number beside the form from the start."""
    staff = _staff(request)
    context = {
        "form": form,
        "way": way if way in WAYS and any(form.has_error(name) for name in WAYS[way]) else "",
        "may": {way: staff.may(right) for way, right in NEEDS.items()},
        "restored": restored,
        "category": judging.chosen_category(typed),
        "matches": judging.matches(typed) if form.is_bound and form.has_error("category") else (),
        "tree": judging.tree(),
        "limits": shipped().limits,
        **judging.beside(typed, staff, at=at),
    }
    return render(request, "tickets/intake/page.html", context, status=status)


def _fresh(staff: Staff, at: datetime) -> dict[str, Any]:
    source = "hotline" if staff.unit.kind == Unit.Kind.HOTLINE else "hall" if staff.unit.kind == Unit.Kind.HALL else ""
    return {"token": str(uuid4()), "column": "complaint", "source": source, "contacted_at": minute(at)}


def _groups(staff: Staff) -> list[Any]:
    """Every group that can be handed work, those of the own branch first."""
    here = staff.unit.branch.path
    return sorted(active_groups(), key=lambda group: not group.unit.path.startswith(here))


def _earlier(staff: Staff, token: str) -> Ticket | None:
    try:
        return handed_in(staff, UUID(token))
    except ValueError:
        return None


def _tell(request: HttpRequest, way: str, ticket: Ticket, *, stays: bool) -> None:
    """Say what came of it; with the way to the ticket where one stays for the next call."""
    serial = format_html('<a href="{}">{}</a>', link_to(ticket), ticket.serial) if stays else ticket.serial
    words = {
        "submit": _("{serial} was opened."),
        "transfer": _("{serial} was opened and transferred to {to}."),
        "dispatch": _("{serial} was opened and dispatched to {to}."),
        "answer": _("{serial} was opened, answered and archived."),
    }
    to = ticket.outside if way == "dispatch" else ticket.group.name if ticket.group else label("ways", way)
    messages.success(request, format_html(words[way], serial=serial, to=to))


def _away(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    return done(SeeOther(reverse("tickets:new") if "next_one" in request.POST else link_to(ticket)), DRAFT)


def _ask_for_files_again(request: HttpRequest, form: IntakeForm) -> None:
    """A browser cannot be given files back: say which ones were there."""
    names = ", ".join(file.name or "?" for file in request.FILES.getlist("files"))
    if names and not form.has_error("files"):
        form.add_error("files", _("Choose these files again: %(names)s") % {"names": names})


def _staff(request: HttpRequest) -> Staff:
    assert isinstance(request.user, Staff)
    return request.user
