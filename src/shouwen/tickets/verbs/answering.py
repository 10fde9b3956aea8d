"""The closing reply with its five elements, and the archive that wants all five (C4.2, C1.2)."""

from datetime import datetime, timedelta

from shouwen.handbook.rights import Right
from shouwen.people.models import Staff
from shouwen.tickets.act import TicketAct, verb
from shouwen.tickets.checks import check_text
from shouwen.tickets.models import Consent, Reply, Ticket
from shouwen.tickets.opening import SLIP_MINUTES


@verb("ticket.answered", needs=Right.ANSWER, on=Ticket, move="answer")
def answer(
    act: TicketAct,
    *,
    course: str,
    answer: str,
    satisfaction: str,
    answered_by: Staff | None = None,
    answered_at: datetime | None = None,
) -> None:
    """Give the closing reply: course of handling, what was answered, how satisfied, who, when (C4.2)."""
    ticket: Ticket = act.subject
    most = act.edition.limits.reply_characters
    act.require(course.strip(), "five-elements", missing="course")
    act.require(answer.strip(), "five-elements", missing="answer")
    act.require(satisfaction in act.edition.satisfactions, "five-elements", missing="satisfaction")
    check_text(act, course, most)
    check_text(act, answer, most)
    when = answered_at or act.at
    act.require(when <= act.at + timedelta(minutes=SLIP_MINUTES), "time-in-future", value=when)
    act.require(when >= ticket.contacted_at, "time-before-contact", contacted_at=ticket.contacted_at)
    who = answered_by or act.actor
    act.require(isinstance(who, Staff), "five-elements", missing="who")
    act.go()
    ticket.answered_at = act.at
    Reply.objects.create(ticket=ticket, course=course, answer=answer, satisfaction=satisfaction, by=who, at=when)
    act.record(satisfaction=satisfaction, answered_by=who.code, answered_at=when)
    act.tell([ticket.first_asked], "ticket.answered", by=who.code, satisfaction=satisfaction)


@verb("ticket.archived", needs=Right.ARCHIVE, on=Ticket, move="archive")
def archive(act: TicketAct, *, root_cause: str) -> None:
    """Archive an answered ticket, with the root cause chosen from the list (C1.2). All five elements must be there."""
    ticket: Ticket = act.subject
    act.go()
    reply = ticket.replies.filter(withdrawn=False).last()
    act.require(reply is not None, "five-elements", missing="answer")
    act.require(root_cause in act.edition.root_causes, "root-cause-missing")
    waiting = set(ticket.consents.filter(decided_at=None).values_list("kind", flat=True))
    act.require(not waiting - {Consent.Kind.HANDOVER}, "consent-pending")
    act.require(not waiting, "handover-pending")
    ticket.archived_at = act.at
    act.record(root_cause=root_cause)
