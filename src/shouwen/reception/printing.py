"""Printing a form: registered in the ledger before it goes to paper, and found again from the paper."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done, together
from shouwen.ledger.models import Event
from shouwen.people.models import Staff
from shouwen.reception.checkcode import check_code, read
from shouwen.reception.models import PrintedForm
from shouwen.reception.sheet import said
from shouwen.tickets.models import Ticket
from shouwen.tickets.verbs import printed, reveal

# What the product itself wrote, and looks at the customer, change nothing that the form says.
UNTOUCHED = ("ticket.printed", "ticket.customer_revealed", "ticket.noted", "ticket.attached")


@dataclass(frozen=True)
class Checked:
    """A form that was found by its serial and code: whether it is genuine, and what came after it."""

    form: PrintedForm
    genuine: bool
    since: list[Event]


def _key() -> bytes:
    return f"shouwen.reception.form:{settings.SECRET_KEY}".encode()


def register(ticket: Ticket, *, actor: Staff, at: datetime, reason: str = "", proof: str = "") -> Done | Refused:
    """Register one print of the ticket's form as it stands now. With a `reason` of M4 it shows the customer in full.

    Answers Done with the `PrintedForm` as its subject. Who changes the ticket in between makes it stale.
    """
    length = ticket.chain.length
    content = {**said(ticket), "length": length, "printed_at": at.isoformat(), "printed_by": actor.code}
    code = check_code(content, key=_key())

    def look(before: Done | None) -> Done | Refused:
        return reveal(ticket.pk, actor=actor, at=at, reason=reason, why="", proof=proof)

    def write(before: Done | None) -> Done | Refused:
        return printed(ticket.pk, actor=actor, at=at, seen=length, check_code=code)

    def keep(before: Done | None) -> Done | Refused:
        assert before is not None
        row = PrintedForm(ticket=ticket, code=code, said=content, length=length, in_full=bool(reason), by=actor, at=at)
        row.save(force_insert=True)
        return Done(row, before.event)

    return together(*((look,) if reason else ()), write, keep)


def check(serial: str, typed: str) -> Checked | None:
    """The form of that serial and code, from whoever's desk it came; None when no such form was ever printed.

    Genuine is what the ledger knows and what still says what its code was made from.
    """
    rows = PrintedForm.objects.filter(ticket__serial__iexact=serial.strip(), code=read(typed))
    form = rows.select_related("ticket__chain", "ticket__unit", "by").first()
    if form is None:
        return None
    events = Event.objects.filter(chain=form.ticket.chain_id)
    known = events.filter(code="ticket.printed", facts__check_code=form.code).exists()
    whole = check_code(form.said, key=_key()) == form.code
    since = events.filter(seq__gt=form.length).exclude(code__in=UNTOUCHED).exclude(code__startswith="clock.")
    return Checked(form, known and whole, list(since.order_by("seq")[:50]))
