"""Disputes as other rooms show them: beside a ticket, on a customer's page, and by serial in the search box."""

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.customers.beside import Line
from shouwen.customers.models import Customer
from shouwen.disputes.models import Dispute
from shouwen.handbook.rights import Right
from shouwen.people.models import Staff
from shouwen.tickets.beside import Part, Way
from shouwen.tickets.models import Ticket
from shouwen.web import labels
from shouwen.web.templatetags.shouwen import yuan

MOST = 50


def of_customer(customer: Customer, reader: Staff) -> list[Line]:
    """The customer's newest disputes that the reader may see."""
    if not reader.may(Right.READ_DISPUTES):
        return []
    rows = Dispute.objects.seen_by(reader).filter(customer=customer).order_by("-opened_at", "-pk")[:MOST]
    return [line(row) for row in rows]


def of_ticket(ticket: Ticket, reader: Staff) -> Part | None:
    """The disputes that came of a ticket, and the ways to open one or to waive a late fee."""
    if not reader.may(Right.READ_DISPUTES):
        return None
    rows = Dispute.objects.seen_by(reader).filter(ticket=ticket).order_by("-opened_at", "-pk")
    return Part(
        _("Tariff disputes"), [line(row) for row in rows], _("No charge is disputed yet."), _ways(ticket, reader)
    )


def by_serial(typed: str, reader: Staff) -> str:
    """The page of the dispute with this serial; "" where the reader may see none."""
    if not reader.may(Right.READ_DISPUTES) or not typed.upper().startswith("D-"):
        return ""
    found = Dispute.objects.seen_by(reader).filter(serial=typed.upper()).values_list("pk", flat=True).first()
    return reverse("disputes:dispute", args=[found]) if found else ""


def line(dispute: Dispute) -> Line:
    """One dispute in a line: its cause once that is known, and what it is about."""
    cause = labels.label("dispute_causes", dispute.cause) if dispute.cause else _("cause not known yet")
    return Line(
        words=dispute.serial,
        url=reverse("disputes:dispute", args=[dispute.pk]),
        about=f"{cause} · {yuan(dispute.charged)}",
        state=dispute.state,
        at=dispute.opened_at,
        states="dispute_states",
    )


def _ways(ticket: Ticket, reader: Staff) -> tuple[Way, ...]:
    ways = []
    if ticket.state != "voided" and reader.may(Right.DISPUTE):
        ways.append(Way(f"{reverse('disputes:new')}?ticket={ticket.pk}", _("Open a dispute"), "scale"))
    if ticket.state != "voided" and reader.may(Right.WAIVE_LATE_FEE):
        ways.append(Way(f"{reverse('disputes:late_fee')}?ticket={ticket.pk}", _("Waive a late fee"), "receipt-refund"))
    return tuple(ways)
