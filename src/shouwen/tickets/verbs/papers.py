"""Notes, files, prints, and seeing a customer in full (M4)."""

from django.core.files.base import File

from shouwen.cases.files import keep_file
from shouwen.handbook.proofs import disclosed
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
    kept = Attachment(ticket=ticket, name=name, kind=kind, size=size, sha256=sha256)
    keep_file(act, ticket.attachments, kept, kind=kind, file=file)
    act.record(attachment=kept.pk, kind=kind, size=size, sha256=sha256)


@verb("ticket.customer_revealed", needs=Right.REVEAL, on=Ticket)
def reveal(act: TicketAct, *, reason: str, why: str = "", proof: str = "") -> None:
    """See the customer in full: only for an open ticket, and for a reason from the list, which is kept (M4).

    Where the reason rests on a proof of identity, which one was seen is kept with it; never the secret itself (M11).
    """
    act.require(act.subject.is_open, "no-open-ticket")
    act.require(reason in act.edition.disclosure, "reason-not-listed")
    seen = act.accept(disclosed(reason, proof, act.edition))
    act.record(reason=reason, why=why, proof=seen, customer=act.subject.customer_id)


@verb("ticket.printed", needs=Right.PRINT, on=Ticket)
def printed(act: TicketAct, *, check_code: str) -> None:
    """The reception form was printed; its check code tells later what it said (C5.1)."""
    act.record(check_code=check_code)
