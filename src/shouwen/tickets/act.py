"""The door as tickets use it: states move by the lifecycle, and only the columns that changed are written."""

from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import Any

from shouwen.cases.act import CaseAct
from shouwen.clocks.models import Watched
from shouwen.handbook.lifecycle import target
from shouwen.ledger import door
from shouwen.ledger.rows import change, insert
from shouwen.tickets.models import Ticket

# The columns that say in whose hands a ticket is.
HANDS = {"first_asked_id", "holder_id", "group_id"}
COLUMNS = tuple(field.attname for field in Ticket._meta.concrete_fields)
_columns = attrgetter(*COLUMNS)


@dataclass
class TicketAct(CaseAct):
    """An act on a ticket. `move` names the row of the lifecycle table that must allow it."""

    found: dict[str, Any] = field(default_factory=dict)

    def remember(self) -> None:
        """The columns as they were found, so that only those that change are written."""
        self.found = columns(self.subject)

    def go(self) -> None:
        """Take the ticket along the verb's move, or refuse with its clause. To `back` means: where it was held from."""
        ticket: Ticket = self.subject
        self.state_before = ticket.state
        to = self.accept(target(self.move, ticket.state, self.edition))
        ticket.state = ticket.held_from if to == "back" else to

    def watched(self) -> Watched:
        """How the ticket is named and found, and in whose hands it is."""
        return watched(self.subject)

    def keep(self) -> None:
        """Write what changed of the ticket, all of a new one; the clocks hear of it when it passed to other hands."""
        ticket: Ticket = self.subject
        now = columns(ticket)
        changed = {name for name, value in now.items() if name not in self.found or self.found[name] != value}
        if not self.found:
            assert self.chain is not None
            ticket.chain_id = self.chain.pk
            insert([ticket])
            insert([watched(ticket)])
        elif changed:
            change(ticket, **{name: now[name] for name in sorted(changed)})
            if changed & HANDS:
                change(watched(ticket), **{name: now[name] for name in sorted(HANDS)})
        self.found = columns(ticket)


def columns(ticket: Ticket) -> dict[str, Any]:
    """A ticket's columns by name, foreign keys as keys."""
    return dict(zip(COLUMNS, _columns(ticket), strict=True))


def link_to(ticket: Ticket) -> str:
    """Where a ticket's page is."""
    return f"/tickets/{ticket.pk}"


def watched(ticket: Ticket) -> Watched:
    """What the clocks know of a ticket: how it is named and found, and in whose hands it is. Unsaved."""
    return Watched(
        chain_id=ticket.chain_id,
        about=ticket.serial,
        link=link_to(ticket),
        unit_id=ticket.unit_id,
        first_asked_id=ticket.first_asked_id,
        holder_id=ticket.holder_id,
        group_id=ticket.group_id,
    )


verb = partial(door.verb, act=TicketAct)
