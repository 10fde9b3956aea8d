"""My desk: four numbers and one list of what to do next, the most pressing first, with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from shouwen.clocks.models import Clock
from shouwen.people.models import Staff
from shouwen.tickets.models import Consent, Ticket
from shouwen.tickets.reads.queues import SELECTED, count

SOON = timedelta(hours=4)


@dataclass(frozen=True)
class Numbers:
    """The four numbers, each as text (`1,000+` where it is many)."""

    due_soon: str
    breached: str
    in_others_hands: str
    waiting: str


@dataclass(frozen=True)
class Task:
    """A thing to do: the ticket, why (a code with facts), and until when."""

    ticket: Ticket
    why: str
    facts: dict[str, object]
    due_at: datetime | None


def owned(staff: Staff) -> QuerySet[Ticket]:
    """Open tickets that were first asked of this person."""
    rows = Ticket.objects.seen_by(staff).filter(first_asked=staff, archived_at=None)
    return rows.exclude(state="voided").select_related(*SELECTED)


def in_hand(staff: Staff) -> QuerySet[Ticket]:
    """Open tickets that this person must move: those in hand, and answered ones of theirs to be archived."""
    rows = Ticket.objects.seen_by(staff).filter(archived_at=None).exclude(state="voided")
    mine = Q(holder=staff) & ~Q(state__in=("held", "dispatched", "answered"))
    to_archive = Q(first_asked=staff, state="answered")
    return rows.filter(mine | to_archive).select_related(*SELECTED)


def in_others_hands(staff: Staff) -> QuerySet[Ticket]:
    """What I own and others are working on (C3.1)."""
    return owned(staff).filter(~Q(holder=staff) | Q(holder=None) | Q(state="dispatched"))


def asked_of(staff: Staff) -> QuerySet[Consent]:
    """Consents that wait for this person: asked of them, or of the managers they belong to."""
    pending = Consent.objects.filter(decided_at=None).select_related("ticket", "asked_by", "ticket__first_asked")
    mine = Q(asked_of=staff)
    if staff.may("consent"):
        places = Q()
        for _, rights, path in staff.duties_held:
            if "consent" in rights:
                places |= Q(ticket__path__startswith=path)
        mine |= Q(asked_of=None) & places & ~(Q(asked_by=staff) & Q(kind="void"))
    return pending.filter(mine).order_by("asked_at")


def numbers(staff: Staff, at: datetime) -> Numbers:
    """The four numbers of my desk."""
    concerned = Ticket.objects.seen_by(staff).filter(Q(first_asked=staff) | Q(holder=staff), archived_at=None)
    running = concerned.exclude(state__in=("voided", "answered", "held"))
    return Numbers(
        due_soon=count(running.filter(next_due_at__gte=at, next_due_at__lt=at + SOON)),
        breached=count(running.filter(next_due_at__lt=at)),
        in_others_hands=count(in_others_hands(staff)),
        waiting=count(in_hand(staff)),
    )


def tasks(staff: Staff, at: datetime, limit: int = 50) -> list[Task]:
    """What to do next. Consents first, for others wait on them; then by deadline."""
    found = [
        Task(asked.ticket, f"consent_{asked.kind}", {"by": asked.asked_by.name, "why": asked.why}, None)
        for asked in asked_of(staff)[:limit]
    ]
    rows = list(in_hand(staff).order_by("next_due_at", "rank", "pk")[:limit])
    rows += [
        row for row in owned(staff).filter(next_due_at__lt=at + SOON).order_by("next_due_at")[:limit] if row not in rows
    ]
    rows.sort(key=lambda row: (row.next_due_at is None, row.next_due_at or at, row.rank))
    promised = _promises(rows)
    return found + [_task(row, promised.get(row.chain_id)) for row in rows[:limit]]


def _task(ticket: Ticket, promised: datetime | None) -> Task:
    if ticket.state == "answered":
        return Task(ticket, "archive", {}, ticket.next_due_at)
    if promised and promised == ticket.next_due_at:
        return Task(ticket, "promised", {"at": promised}, promised)
    return Task(ticket, ticket.next_due_clock or ticket.state, {"state": ticket.state}, ticket.next_due_at)


def _promises(tickets: Iterable[Ticket]) -> dict[int, datetime]:
    chains = [ticket.chain_id for ticket in tickets]
    rows = Clock.objects.filter(chain__in=chains, kind="promise", stopped_at=None)
    return dict(rows.values_list("chain_id", "due_at"))
