"""Batch incidents as a person may see them: those with tickets that they may see (C1.3.3)."""

from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from shouwen.ledger.models import Event
from shouwen.ledger.scoped import Actor
from shouwen.people.models import Staff
from shouwen.tickets.models import Incident, Ticket
from shouwen.tickets.reads.due import RUNNING, due


def seen(actor: Actor) -> QuerySet[Incident]:
    """The incidents, open ones first, the newest of each first."""
    theirs = Ticket.objects.seen_by(actor).filter(incident=OuterRef("pk"))
    rows = Incident.objects.filter(Exists(theirs)).select_related("branch")
    return rows.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-pk")


def loads(actor: Actor, incidents: list[Incident], at: datetime) -> dict[int, dict[str, int]]:
    """By incident, of the tickets that the person may see: how many, still running, and breached."""
    rows = Ticket.objects.seen_by(actor).filter(incident__in=incidents).order_by().values("incident")
    counted = rows.annotate(
        tickets=Count("pk"), running=Count("pk", filter=RUNNING), breached=Count("pk", filter=due("breached", at))
    )
    return {each["incident"]: each for each in counted}


def closed_by(incident: Incident) -> str:
    """The name of who said that it is over; empty while it goes on, and where it ended by itself."""
    event = Event.objects.filter(chain__name=f"incident/{incident.code}", code="incident.closed").first()
    person = Staff.objects.filter(code=event.actor).first() if event else None
    return person.name if person else ""
