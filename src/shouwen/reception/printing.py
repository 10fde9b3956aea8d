"""Printing the reception form of a ticket, and finding it again from the paper."""

from datetime import datetime

from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from shouwen.people.models import Staff
from shouwen.reception.checkcode import read
from shouwen.reception.models import PrintedForm
from shouwen.reception.press import Disclosed, Press
from shouwen.reception.sheet import said
from shouwen.tickets.models import Ticket
from shouwen.tickets.verbs import printed

# What the product itself wrote, and looks at the customer, change nothing that the form says.
UNTOUCHED = ("ticket.printed", "ticket.customer_revealed", "ticket.noted", "ticket.attached")
PRESS = Press("reception.form", "ticket.printed", UNTOUCHED)


def register(ticket: Ticket, *, actor: Staff, at: datetime, reason: str = "", proof: str = "") -> Done | Refused:
    """Register one print of the ticket's form as it stands now. With a `reason` of M4 it shows the customer in full.

    Answers Done with the `PrintedForm` as its subject. Who changes the ticket in between makes it stale.
    """
    length = ticket.chain.length

    def write(code: str) -> Done | Refused:
        return printed(ticket.pk, actor=actor, at=at, seen=length, check_code=code)

    row, disclosed = PrintedForm(ticket=ticket), Disclosed(ticket.pk, reason, proof)
    return PRESS.register(row, said(ticket), write, actor=actor, at=at, length=length, disclosed=disclosed)


def find(serial: str, typed: str) -> PrintedForm | None:
    """The form of that serial and code, from whoever's desk it came; None when no such form was ever printed."""
    rows = PrintedForm.objects.filter(ticket__serial__iexact=serial.strip(), code=read(typed))
    return rows.select_related("ticket__chain", "ticket__unit", "by").first()
