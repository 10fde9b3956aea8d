"""What a reception form says, as data: the customer masked, everything else as it stands on the ticket (C5.1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.customers import masking
from shouwen.customers.models import Customer
from shouwen.handbook.load import shipped
from shouwen.ledger.canonical import plain
from shouwen.tickets.models import Contact, Reply, Ticket

CONTACTS = 300


@dataclass(frozen=True)
class Identity:
    """Who the customer is, as it stands on one sheet."""

    name: str
    number: str
    contact_phone: str


def masked(ticket: Ticket) -> Identity:
    """As everybody may see it."""
    customer = ticket.customer
    return Identity(masking.name(customer.name), masking.number(customer.number), masking.number(ticket.contact_phone))


def in_full(ticket: Ticket) -> Identity:
    """As it is; only for a print for which a reason was recorded (M4)."""
    return Identity(ticket.customer.name, ticket.customer.number, ticket.contact_phone)


def said(ticket: Ticket) -> dict[str, Any]:
    """All that the form says of a ticket now, in the shapes that an event could hold."""
    who = masked(ticket)
    contacts = list(ticket.contacts.select_related("by").order_by("-at", "-pk")[:CONTACTS])[::-1]
    reply = ticket.replies.filter(withdrawn=False).select_related("by").last()
    content = {
        "serial": ticket.serial,
        "state": ticket.state,
        "name": who.name,
        "number": who.number,
        "contact_phone": who.contact_phone,
        "at": _hour(ticket.contacted_at),
        "brand": ticket.customer.brand,
        "grade": ticket.customer.grade,
        "hall": ticket.unit.name,
        "hall_phone": ticket.unit.phone,
        "staff": ticket.first_asked.code,
        "staff_name": ticket.first_asked.name,
        "column": ticket.column,
        "category": ticket.category,
        "text": ticket.text,
        "evidence": ticket.evidence,
        "contacts": [_contact(row) for row in contacts],
        "contacts_in_all": ticket.contacts.count(),
        "reply": _reply(reply) if reply else None,
        "call_back": call_back(ticket.customer, ticket.category),
    }
    told: dict[str, Any] = plain(content)
    return told


def call_back(customer: Customer, category: str) -> list[str]:
    """Why the customer is called back afterwards: VIP, key person, government, service quality (C5.1); [] if not."""
    edition = shipped()
    grade, leaf = edition.grades.get(customer.grade), edition.categories.get(category)
    holds = {
        "vip": bool(grade and grade.club),
        "key_person": customer.key_person,
        "government": customer.government,
        "service_quality": bool(leaf and leaf.function == "service_quality"),
    }
    return [why for why, true in holds.items() if true]


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _contact(row: Contact) -> dict[str, Any]:
    return {
        "at": row.at,
        "way": row.way,
        "reached": row.reached,
        "said": row.said,
        "answered": row.answered,
        "promised": row.promised,
        "promised_until": row.promised_until,
        "by": row.by.name,
        "by_code": row.by.code,
    }


def _reply(row: Reply) -> dict[str, Any]:
    return {
        "course": row.course,
        "answer": row.answer,
        "satisfaction": row.satisfaction,
        "by": row.by.name,
        "by_code": row.by.code,
        "at": row.at,
    }
