"""A customer's tickets, as their page lists them."""

from django.urls import reverse

from shouwen.customers.beside import Line
from shouwen.customers.models import Customer
from shouwen.handbook.load import shipped
from shouwen.people.models import Staff
from shouwen.tickets.models import Ticket
from shouwen.web import labels

MOST = 50


def lines(customer: Customer, reader: Staff) -> list[Line]:
    """The newest tickets of the customer that the reader may see."""
    rows = Ticket.objects.seen_by(reader).filter(customer=customer).order_by("-contacted_at", "-pk")[:MOST]
    return [
        Line(
            words=ticket.serial,
            url=reverse("tickets:ticket", args=[ticket.pk]),
            about=shipped().categories.path_label(ticket.category, labels.language()),
            state=ticket.state,
            at=ticket.contacted_at,
        )
        for ticket in rows
    ]
