"""My desk: four numbers and one list of what to do next, the most pressing first, with the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from shouwen.clocks.models import Clock
from shouwen.handbook.rights import Right
from shouwen.ledger.models import Event
from shouwen.people.models import Staff
from shouwen.tickets.models import Consent, Ticket
from shouwen.tickets.reads import ways
from shouwen.tickets.reads.due import RUNNING, SOON, due
from shouwen.tickets.reads.queues import OPEN, SELECTED, Filters, mine, whose

# Each number of the desk opens the list that it counts.
FIGURES = {
    "due_soon": Filters(whose="me", due="4h"),
    "breached": Filters(whose="me", due="breached"),
    "in_others_hands": Filters(whose="others"),
    "waiting": Filters(whose="waiting"),
}
# What moves a ticket on. A return that one of these followed is no longer news.
MOVES = ("ticket.returned", "ticket.contacted", "ticket.transferred", "ticket.dispatched", "ticket.taken")


@dataclass(frozen=True)
class Task:
    """A thing to do: the ticket, why (a code with facts), and until when."""

    ticket: Ticket
    why: str
    facts: dict[str, Any]
    due_at: datetime | None


def numbers(staff: Staff, at: datetime) -> dict[str, int]:
    """The four numbers of my desk: how many tickets each of FIGURES lists. No ticket is read for them, only indexes."""
    figures = {
        name: Count("pk", filter=whose(staff, wanted.whose) & ((due(wanted.due, at) or Q()) if wanted.due else Q()))
        for name, wanted in FIGURES.items()
    }
    owned, held = mine(staff, "me")
    rows = Ticket.objects.unscoped("what was first asked of me or is in my hands is seen").filter(OPEN)
    # Each half has its index; asked for both at once, SQLite reads every open ticket.
    halves = [rows.filter(each).aggregate(**figures) for each in (owned, held & ~owned)]
    return {name: sum(half[name] for half in halves) for name in figures}


def asked_of(staff: Staff) -> QuerySet[Consent]:
    """Consents that wait for this person: asked of them, or of the managers they belong to, the oldest first."""
    pending = Consent.objects.filter(decided_at=None)
    mine = Q(asked_of=staff)
    places = Q(pk__in=[])
    for path in staff.places(Right.CONSENT):
        places |= Q(ticket__path__startswith=path)
    mine |= Q(asked_of=None) & places & ~Q(asked_by=staff)
    related = ("asked_by", *(f"ticket__{name}" for name in SELECTED))
    return pending.filter(mine).select_related(*related).order_by("asked_at", "pk")


def tasks(staff: Staff, at: datetime, asked: Iterable[Consent], limit: int) -> list[Task]:
    """What to do next. Consents first, for others wait on them; then by deadline, and what is to be archived last.

    Beside what waits for me stands what I own in others' hands, once it is due within four hours (C3.1).
    """
    found = [
        Task(each.ticket, f"consent_{each.kind}", {"by": each.asked_by.name, "why": each.why}, None) for each in asked
    ]
    in_hand, _ = mine(staff, "waiting")
    # Said once whose they are: of two halves that both say it, SQLite reads every open ticket.
    owned = Q(first_asked=staff) & (Q(state="answered") | RUNNING & Q(next_due_at__lt=at + SOON))
    rows = Ticket.objects.seen_by(staff).filter(OPEN).select_related(*SELECTED).along(in_hand, owned)
    keys = ways.first(rows, ("next_due_at", "rank", "id"), backward=False, most=limit)
    listed = rows.in_bulk(keys)
    first = [listed[key] for key in keys if key in listed]
    promised, returned = _promises(first), _returns(first)
    return found + [_task(row, staff, promised, returned) for row in first]


def _task(row: Ticket, staff: Staff, promised: dict[int, datetime], returned: dict[int, dict[str, Any]]) -> Task:
    due_at = row.next_due_at
    if row.state == "answered":
        return Task(row, "archive", {}, None)
    if row.holder_id != staff.pk or row.state == "dispatched":
        return Task(row, "press", {"clock": row.next_due_clock}, due_at)
    if row.chain_id in returned:
        return Task(row, "returned", {**returned[row.chain_id], "clock": row.next_due_clock}, due_at)
    if promised.get(row.chain_id) == due_at and due_at:
        return Task(row, "promised", {}, due_at)
    return Task(row, "clock", {"clock": row.next_due_clock}, due_at)


def _promises(tickets: Sequence[Ticket]) -> dict[int, datetime]:
    chains = [ticket.chain_id for ticket in tickets]
    rows = Clock.objects.filter(chain__in=chains, kind="promise", stopped_at=None)
    return dict(rows.values_list("chain_id", "due_at"))


def _returns(tickets: Sequence[Ticket]) -> dict[int, dict[str, Any]]:
    """By chain: who returned it and why, where nothing has moved since."""
    chains = [ticket.chain_id for ticket in tickets]
    last: dict[int, Event] = {}
    for event in Event.objects.filter(chain__in=chains, code__in=MOVES).only("chain", "code", "facts", "actor"):
        last[event.chain_id] = event
    returned = {chain: event for chain, event in last.items() if event.code == MOVES[0]}
    people = Staff.objects.filter(code__in={event.actor for event in returned.values()}) if returned else ()
    names = {person.code: person.name for person in people}
    return {
        chain: {
            "by": names.get(event.actor, event.actor),
            "reason": event.facts.get("reason", ""),
            "why": event.facts.get("why", ""),
        }
        for chain, event in returned.items()
    }
