"""From a judged opening to the rows and facts of a ticket: used by the desk one by one, and by the import in bulk."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.utils import timezone

from shouwen.customers.models import Customer
from shouwen.handbook.deadlines import Limit, LimitRule
from shouwen.handbook.decision import plain
from shouwen.people.models import SkillGroup, Staff, Unit
from shouwen.search import index
from shouwen.search.places import place
from shouwen.tickets.models import Ticket, Urgency
from shouwen.tickets.situation import Judgement, Known, Opening, direction_of

# A clock on the wall and a clock in the machine differ by a little; more than this is a slip of the pen.
SLIP_MINUTES = 5


def serial(unit: Unit, number: int, at: datetime) -> str:
    """The ticket's number: the unit, the day, and the unit's own count."""
    return f"{unit.code}-{timezone.localtime(at):%y%m%d}-{number:05d}"


def build(
    opening: Opening,
    about: Known,
    found: Judgement,
    *,
    customer: Customer,
    owner: Staff,
    group: SkillGroup | None,
    number: int,
    at: datetime,
    state: str = "open",
) -> Ticket:
    """The ticket, unsaved and without its chain, first asked of `owner`."""
    earlier = about.earlier[0] if about.earlier else None
    return Ticket(
        serial=serial(owner.unit, number, at),
        external_id=opening.external_id,
        column=opening.column,
        category=opening.category,
        source=opening.source,
        customer=customer,
        contact_phone=opening.contact_phone,
        text=opening.text,
        evidence=opening.evidence,
        hits_kind=opening.hits_kind,
        hits=opening.hits,
        direction=direction_of(opening),
        said_why=opening.said_why,
        contacted_at=opening.contacted_at,
        opened_at=at,
        state=state,
        priority=found.priority.what.code,
        rank=found.priority.what.rank,
        unit=owner.unit,
        branch=owner.unit.branch,
        path=owner.unit.path,
        first_asked=owner,
        group=group,
        holder=owner,
        repeats=earlier,
        repeat_confirmed=opening.repeat_confirmed if earlier else None,
        incident=about.incident,
    )


def facts(
    opening: Opening,
    about: Known,
    found: Judgement,
    *,
    customer: Customer,
    group: str,
    unit: Unit,
    limits: Mapping[str, Any],
) -> dict[str, Any]:
    """What the opening event keeps: every fact and clause that decided, and nothing that tells who the customer is."""
    return {
        "column": opening.column,
        "way": opening.way,
        "category": opening.category,
        "source": opening.source,
        "customer": customer.pk,
        "grade": about.grade,
        "brand": about.brand,
        "contacted_at": opening.contacted_at,
        "direction": direction_of(opening),
        "text_sha256": sha256(opening.text.encode()).hexdigest(),
        "kinds": [{"kind": kind.kind, "clause": kind.clause} for kind in found.urgency.what.kinds],
        "priority": found.priority.what.code,
        "group": group,
        "unit": unit.code,
        "hours": about.hours,
        "calendar": about.calendar.version,
        "limits": limits,
        "earlier": about.earlier[0].serial if about.earlier else None,
        "repeat_confirmed": opening.repeat_confirmed,
    }


def limits(found: Judgement) -> dict[str, Any]:
    """The limits that the clocks of this ticket run by, as the events keep them."""
    return {limit.clock: kept(limit) for limit in found.deadlines.what}


def kept(limit: Limit | LimitRule) -> dict[str, Any]:
    """One limit as the events keep it: its length, and what decided it, without times."""
    return {
        "minutes": limit.minutes,
        "unit": limit.unit,
        "because": [reason.clause for reason in limit.because],
        "among": plain(limit.among),
    }


def urgencies(ticket: Ticket, found: Judgement, at: datetime) -> list[Urgency]:
    """The rows that say why the ticket is urgent, or may be."""
    said = [(kind, False) for kind in found.urgency.what.kinds] + [(kind, True) for kind in found.urgency.what.proposed]
    rows: dict[str, Urgency] = {}
    for kind, proposed in said:
        row = Urgency(
            ticket=ticket,
            kind=kind.kind,
            clause=kind.clause,
            evidence=plain(kind.evidence),
            proposed=proposed,
            at=at,
        )
        rows.setdefault(kind.kind, row)
    return list(rows.values())


def words(ticket: Ticket) -> str:
    """What a search for words looks through."""
    return f"{ticket.text}\n{ticket.evidence}\n{ticket.hits}"


def index_words(tickets: list[Ticket]) -> None:
    """Put the words of new tickets into the index."""
    index.add((place(ticket.opened_at, ticket.pk), words(ticket)) for ticket in tickets)


def incident_code(incident_number: int, unit: Unit, at: datetime) -> str:
    """The name of a batch incident."""
    return f"{unit.code}-B{timezone.localtime(at):%y%m%d}-{incident_number:03d}"
