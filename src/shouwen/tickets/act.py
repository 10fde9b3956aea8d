"""The door as tickets use it: an act that also moves states by the table, keeps the clocks, and knows whose it is."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from shouwen.clocks.models import Watched
from shouwen.clocks.projection import advance, nearest
from shouwen.handbook.clocks import ClockState
from shouwen.handbook.lifecycle import target
from shouwen.ledger import door
from shouwen.ledger.door import Act
from shouwen.ledger.models import Event
from shouwen.ledger.writing import Happening, append
from shouwen.notices.sending import tell
from shouwen.people.models import Staff
from shouwen.tickets.models import Ticket

# The columns that say in whose hands a ticket is.
HANDS = {"first_asked_id", "holder_id", "group_id"}


@dataclass
class TicketAct(Act):
    """An act on a ticket. `move` names the row of the lifecycle table that must allow it."""

    move: str = ""
    state_before: str = ""
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

    def record(self, **facts: Any) -> Event:
        """Write the one event, fold it into the clocks, and save the ticket with its nearest deadline."""
        if self.event or self.chain is None:
            raise door.WrongVerb(f"{self.code}: one event, on a chain")
        ticket: Ticket = self.subject
        if self.state_before and self.state_before != ticket.state:
            facts["state"] = [self.state_before, ticket.state]
        self.event = append(self.chain, Happening(self.code, self.at, self.actor.code, self.edition.name, facts))
        clocks = advance(self.chain, self.event)
        first = nearest(clocks)
        ticket.next_due_at, ticket.next_due_clock = (first.due_at, first.kind) if first else (None, "")
        self._keep(ticket)
        return self.event

    def _keep(self, ticket: Ticket) -> None:
        """Write what changed of the ticket, all of a new one; the clocks hear of it when it passed to other hands."""
        now = columns(ticket)
        changed = {name for name, value in now.items() if name not in self.found or self.found[name] != value}
        if changed:
            ticket.save(update_fields=changed if self.found else None)
        if changed & HANDS:
            watch(ticket)
        self.found = columns(ticket)

    def tell(self, people: list[Staff], code: str, **facts: Any) -> None:
        """Tell people of this act, except the one who did it. Call after `record`."""
        assert self.event is not None
        others = [person for person in people if person.code != self.actor.code]
        once = f"{self.chain}:{self.event.seq}:{code}"
        ticket: Ticket = self.subject
        tell(others, code, at=self.at, once=once, about=ticket.serial, link=link_to(ticket), facts=facts)


def columns(ticket: Ticket) -> dict[str, Any]:
    """A ticket's columns by name, foreign keys as keys."""
    return {one.attname: getattr(ticket, one.attname) for one in Ticket._meta.concrete_fields}


def follow_deadline(chain_id: int, first: ClockState | None) -> None:
    """Sort a ticket by its nearest deadline after the calendar moved it; whoever calls holds the chain."""
    due_at, kind = (first.due_at, first.kind) if first else (None, "")
    Ticket.rows.filter(chain=chain_id).update(next_due_at=due_at, next_due_clock=kind)


def link_to(ticket: Ticket) -> str:
    """Where a ticket's page is."""
    return f"/tickets/{ticket.pk}"


def watch(ticket: Ticket) -> None:
    """Tell the clocks whose the ticket is now."""
    Watched.objects.bulk_create(
        [watched(ticket)],
        update_conflicts=True,
        unique_fields=["chain"],
        update_fields=["holder", "group", "first_asked"],
    )


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
