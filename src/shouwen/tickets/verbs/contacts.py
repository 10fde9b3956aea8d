"""Words with the customer, and words from the customer (C3.2, C1.3.4)."""

from datetime import datetime, timedelta

from shouwen.calendars.reads import current
from shouwen.handbook.rights import Right
from shouwen.handbook.worktime import Hours, add_work_minutes
from shouwen.tickets.act import TicketAct, verb
from shouwen.tickets.checks import check_text
from shouwen.tickets.models import Contact, Ticket
from shouwen.tickets.opening import SLIP_MINUTES


@verb("ticket.contacted", needs=Right.CONTACT, on=Ticket)
def contact(
    act: TicketAct,
    *,
    contacted_at: datetime,
    way: str,
    said: str,
    answered: str = "",
    reached: bool = True,
    promised: str = "",
    promised_until: datetime | None = None,
) -> None:
    """Record a contact to the minute: how, what was said and answered, what was promised until when.

    Entered later than half a working day after it took place, it is marked as late (C3.2). Somebody who could not
    be reached has not heard from us: only a contact that reached the customer moves the clocks.
    """
    ticket: Ticket = act.subject
    act.require(ticket.is_open, "not-open")
    act.require(way in act.edition.contact_ways, "unknown-code", value=way)
    check_text(act, said, act.edition.limits.note_characters)
    check_text(act, answered, act.edition.limits.note_characters, empty=True)
    act.require(contacted_at <= act.at + timedelta(minutes=SLIP_MINUTES), "time-in-future", value=contacted_at)
    act.require(contacted_at >= ticket.contacted_at, "time-before-contact", contacted_at=ticket.contacted_at)
    act.require(promised_until is None or promised_until > contacted_at, "promise-in-past")
    act.require(promised_until is None or promised.strip(), "say-what-was-promised")
    act.require(promised_until is None or reached, "promise-not-heard")
    late = act.at > _enter_by(act, contacted_at)
    Contact.objects.create(
        ticket=ticket,
        by=act.actor,
        at=contacted_at,
        entered_at=act.at,
        way=way,
        reached=reached,
        said=said,
        answered=answered,
        promised=promised,
        promised_until=promised_until,
        late=late,
    )
    act.record(contacted_at=contacted_at, way=way, reached=reached, promised_until=promised_until, late=late)
    act.tell([ticket.first_asked], "ticket.contacted", by=act.actor.code, way=way)


@verb("ticket.chased", needs=Right.CHASE, on=Ticket)
def chase(act: TicketAct, *, contacted_at: datetime, said: str, way: str = "phone") -> None:
    """The customer asks again while the ticket is open 催单: counted on it, never a new one (C1.3.4)."""
    ticket: Ticket = act.subject
    act.require(ticket.is_open, "not-open")
    check_text(act, said, act.edition.limits.note_characters)
    act.require(contacted_at <= act.at + timedelta(minutes=SLIP_MINUTES), "time-in-future", value=contacted_at)
    ticket.chases += 1
    act.record(contacted_at=contacted_at, way=way, said=said, count=ticket.chases)
    people = [person for person in (ticket.first_asked, ticket.holder) if person]
    act.tell(people, "ticket.chased", count=ticket.chases)


def _enter_by(act: TicketAct, contacted_at: datetime) -> datetime:
    """Until when a contact must be entered."""
    hours = Hours.parse(act.subject.unit.hours or act.edition.worktime.hours)
    minutes = hours.half_days(act.edition.deadlines.entry.half_working_days)
    return add_work_minutes(contacted_at, minutes, calendar=current(), hours=hours).at
