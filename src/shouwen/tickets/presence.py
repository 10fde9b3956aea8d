"""Who has a ticket open just now. No part of the ticket's history: it is forgotten within the hour."""

from datetime import datetime, timedelta

from shouwen.people.models import Staff
from shouwen.tickets.models import Presence, Ticket

HERE = timedelta(seconds=40)
FORGOTTEN = timedelta(hours=1)


def look(ticket: Ticket, staff: Staff, *, at: datetime, writing: bool) -> None:
    """Say that a person looks at the ticket, and whether they are writing."""
    Presence.objects.update_or_create(ticket=ticket, staff=staff, defaults={"at": at, "writing": writing})
    Presence.objects.filter(ticket=ticket, at__lt=at - FORGOTTEN).delete()


def others(ticket: Ticket, staff: Staff, *, at: datetime) -> list[Presence]:
    """Who else looks at the ticket, those who write first."""
    rows = Presence.objects.filter(ticket=ticket, at__gt=at - HERE).exclude(staff=staff)
    return list(rows.select_related("staff").order_by("-writing", "staff__code")[:10])
