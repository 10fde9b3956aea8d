"""`POST /tickets`: a complaint comes in (C1, C3.2, C4), the same way as from the page."""

from datetime import datetime

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from shouwen.api import problems
from shouwen.api.door import staff_of
from shouwen.api.naming import group
from shouwen.api.operations import told, writes
from shouwen.api.problems import Problem
from shouwen.api.schemas.opening import OpeningIn
from shouwen.api.schemas.ticket import TicketOut
from shouwen.api.telling import after
from shouwen.customers.attribution import clean
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.ledger.door import Refusal
from shouwen.ledger.twins import is_twin
from shouwen.tickets.act import link_to
from shouwen.tickets.forms.intake import BLAMED
from shouwen.tickets.handing_in import HandedIn, hand_in
from shouwen.tickets.models import Ticket
from shouwen.tickets.situation import Opening

# Fields of the opening itself; all others stand in `facts`.
ABOVE = {"number", "category", "contacted_at", "text"}


@writes("/tickets", "open_ticket", answers={201: TicketOut})
def open_ticket(request: HttpRequest, said: OpeningIn) -> HttpResponse:
    """Take a complaint in: judged, ranked, timed, routed, and first asked of whom the token acts for."""
    at, staff = timezone.now(), staff_of(request)
    try:
        answer = hand_in(_handed_in(said, at), staff=staff, at=at)
    except IntegrityError as error:
        if not is_twin(error, Ticket, "ticket_external"):
            raise
        answer = Refused.of(shipped(), "duplicate", value=said.external_id)
    if isinstance(answer, Refused):
        return problems.refused(request, answer, field=_field(answer))
    return told(after(answer), 201, Location=f"/api/v1{link_to(answer.subject)}")


def _handed_in(said: OpeningIn, at: datetime) -> HandedIn:
    facts = said.facts
    number = clean(said.number)
    if number.trouble:
        raise Refusal(Refused.of(shipped(), number.trouble, field="number"))
    if bool(facts.hits_kind) != bool(facts.hits.strip()):
        missing = "facts.hits" if facts.hits_kind else "facts.hits_kind"
        raise Problem("invalid", errors=[{"field": missing, "code": "missing"}])
    opening = Opening(
        column=said.column,
        way=facts.way,
        number=number.digits,
        category=said.category,
        source=said.source,
        text=said.text,
        contacted_at=said.contacted_at or at,
        contact_phone=said.contact_phone or number.digits,
        evidence=facts.evidence,
        hits_kind=facts.hits_kind,
        hits=facts.hits,
        said_why=facts.said_why,
        direction=facts.direction,
        declared=tuple((each.kind, each.why) for each in facts.declared),
        repeat_confirmed=facts.repeat_confirmed,
        separate=facts.separate,
        external_id=said.external_id,
    )
    return HandedIn(
        opening=opening,
        to=group(facts.to_group, field="facts.to_group") if facts.to_group else None,
        tried=facts.tried,
        party=facts.to_party,
        why=facts.dispatch_why,
        province=facts.to_province,
        course=facts.course,
        answer=facts.answer,
        satisfaction=facts.satisfaction,
        answered_at=facts.answered_at,
        root_cause=facts.root_cause,
    )


def _field(refused: Refused) -> str | None:
    """Which field of the body mends a refusal."""
    if refused.code == "duplicate":
        return "external_id"
    name = str(refused.facts.get("missing", "")) if refused.code == "five-elements" else BLAMED.get(refused.code)
    return name if name is None or name in ABOVE else f"facts.{name}"
