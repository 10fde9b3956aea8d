"""The customer asks again: a chase 催单 on the open ticket in place of a new one (C1.3.4)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shouwen.cases.uploads import guarded
from shouwen.customers.attribution import clean
from shouwen.handbook.decision import Refused
from shouwen.ledger.scoped import Actor
from shouwen.people.models import Staff
from shouwen.people.reads import active_groups
from shouwen.people.system import System
from shouwen.tickets import verbs
from shouwen.tickets.act import link_to
from shouwen.tickets.forms.intake import IntakeForm
from shouwen.tickets.models import Ticket
from shouwen.tickets.pages import drafts, intake
from shouwen.web.answers import SeeOther
from shouwen.web.drafts import done

# How a customer reached us, for the sources that say so; a call is the rule.
WAYS = {
    "hall": "in_person",
    "channel": "in_person",
    "app": "app_message",
    "online_chat": "online_chat",
    "sms": "sms",
    "email": "email",
    "branch_letter": "letter",
}


@guarded
@require_http_methods(["GET", "HEAD", "POST"])
def chase(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the typed text as a chase on a ticket of the number on the line, wherever in the company it stands.

    Refused, the intake comes back with everything that was typed (422). Asked for by a reload or after a sign-in,
    there is nothing to chase with: the intake and its draft are shown.
    """
    if request.method != "POST":
        return SeeOther(reverse("tickets:new"))
    assert isinstance(request.user, Staff)
    staff, at, typed = request.user, timezone.now(), request.POST.dict()
    ticket, visible = _ticket(staff, pk, str(typed.get("number", "")))
    form = IntakeForm(request.POST, groups=list(active_groups()))
    form.full_clean()
    said, contacted_at = form.cleaned_data.get("text"), form.cleaned_data.get("contacted_at")
    if said and contacted_at:
        # Whoever knows the number may say that it called again; the ticket's own desk need not be theirs.
        actor: Actor = staff if visible else System(staff.code)
        way = WAYS.get(str(typed.get("source")), "phone")
        answer = verbs.chase(ticket.pk, actor=actor, at=at, contacted_at=contacted_at, said=said, way=way)
        if not isinstance(answer, Refused):
            drafts.discard(staff, intake.DRAFT)
            return _away(request, ticket, visible=visible)
        form.refuse(answer)
    _keep_only(form, "text", "contacted_at")
    return intake.show(request, form, typed, at=at, status=422)


def _ticket(staff: Staff, pk: int, number: str) -> tuple[Ticket, bool]:
    """The ticket and whether the person may look at it. One elsewhere is known only by its customer's number."""
    mine = Ticket.objects.seen_by(staff).filter(pk=pk).first()
    if mine:
        return mine, True
    rows = Ticket.objects.unscoped("a chase goes to wherever the ticket is")
    found = rows.filter(pk=pk, customer__number=clean(number[:40]).digits).first()
    if found is None:
        raise Http404
    return found, False


def _keep_only(form: IntakeForm, *names: str) -> None:
    """A chase asks for no more than what was said and when."""
    for name in [name for name in form.errors if name not in (*names, "__all__")]:
        del form.errors[name]


def _away(request: HttpRequest, ticket: Ticket, *, visible: bool) -> HttpResponse:
    ticket.refresh_from_db(fields=["chases"])
    words = _("The chase was added to {serial}, its number {count}.")
    messages.success(request, format_html(words, serial=ticket.serial, count=ticket.chases))
    return done(SeeOther(link_to(ticket) if visible else reverse("tickets:new")), intake.DRAFT)
