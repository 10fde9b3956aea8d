"""Notes, files, prints, and seeing a customer in full (M4)."""

from django.core.files.base import File

from shouwen.handbook.rights import Right
from shouwen.tickets.act import TicketAct, verb
from shouwen.tickets.checks import check_text
from shouwen.tickets.models import Attachment, Ticket


@verb("ticket.noted", needs=Right.NOTE, on=Ticket)
def note(act: TicketAct, *, text: str) -> None:
    """Leave a note for colleagues; the customer never sees it."""
    check_text(act, text, act.edition.limits.note_characters)
    act.record(text=text)
    ticket: Ticket = act.subject
    act.tell([person for person in (ticket.first_asked, ticket.holder) if person], "ticket.noted")


@verb("ticket.attached", needs=Right.ATTACH, on=Ticket)
def attach(act: TicketAct, *, name: str, kind: str, size: int, sha256: str, file: File) -> None:
    """Keep a file with the ticket. Its type was read from its contents, not from its name."""
    ticket: Ticket = act.subject
    limits = act.edition.limits
    act.require(
        kind in limits.attachment_types, "attachment-type", type=kind, allowed=", ".join(limits.attachment_types)
    )
    act.require(size > 0, "attachment-empty")
    act.require(size <= limits.attachment_bytes, "attachment-too-big", most=limits.attachment_bytes)
    act.require(
        ticket.attachments.count() < limits.attachments_per_ticket,
        "too-many-attachments",
        most=limits.attachments_per_ticket,
    )
    kept = Attachment(ticket=ticket, name=name[:200], kind=kind, size=size, sha256=sha256, by=act.actor, at=act.at)
    kept.file.save(sha256, file, save=False)
    kept.save()
    act.record(attachment=kept.pk, kind=kind, size=size, sha256=sha256)


@verb("ticket.customer_revealed", needs=Right.REVEAL, on=Ticket)
def reveal(act: TicketAct, *, reason: str, why: str = "") -> None:
    """See the customer in full: only for an open ticket, and for a reason from the list, which is kept (M4)."""
    act.require(act.subject.is_open, "no-open-ticket")
    act.require(reason in act.edition.disclosure, "reason-not-listed")
    act.record(reason=reason, why=why, customer=act.subject.customer_id)


@verb("ticket.printed", needs=Right.PRINT, on=Ticket)
def printed(act: TicketAct, *, check_code: str) -> None:
    """The reception form was printed; its check code tells later what it said (C5.1)."""
    act.record(check_code=check_code)
