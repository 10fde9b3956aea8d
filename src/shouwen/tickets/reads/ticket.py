"""What the page of one ticket shows: its events page by page, its clocks, its customer's other tickets, its papers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from shouwen.clocks.models import Clock
from shouwen.ledger.models import Event
from shouwen.people.models import SkillGroup, Staff, Unit
from shouwen.tickets.models import Attachment, Consent, Contact, Reply, Ticket

PAGE = 60
SELECTED = (
    "chain", "customer__group", "group__unit", "holder", "first_asked", "unit", "branch", "incident", "repeats",
)  # fmt: skip


@dataclass(frozen=True)
class History:
    """A stretch of a ticket's events, oldest first, with what belongs to them; `earlier` is how many come before."""

    events: list[Event]
    earlier: int
    contacts: dict[tuple[str, datetime], list[Contact]] = field(default_factory=dict)
    replies: dict[tuple[str, datetime], list[Reply]] = field(default_factory=dict)


def for_page(staff: Staff) -> QuerySet[Ticket]:
    """The tickets that a person may open, with what their page needs."""
    rows: QuerySet[Ticket] = Ticket.objects.seen_by(staff).select_related(*SELECTED)
    return rows


def history(ticket: Ticket, *, before: int = 0, after: int = 0, size: int = PAGE) -> History:
    """The newest events, those before a sequence number, or all after one. Costs the same however long it is."""
    rows = Event.objects.filter(chain=ticket.chain_id)
    if after:
        events = list(rows.filter(seq__gt=after).order_by("seq")[: size * 5])
    else:
        rows = rows.filter(seq__lt=before) if before else rows
        events = list(rows.order_by("-seq")[:size])[::-1]
    return History(
        events,
        events[0].seq - 1 if events and not after else 0,
        _contacts(ticket, events),
        _replies(ticket, events),
    )


def changed_since(ticket: Ticket, seen: int, staff: Staff) -> History:
    """What others did after a form was shown; the clocks' own words are left out, as at the door."""
    rows = Event.objects.filter(chain=ticket.chain_id, seq__gt=seen).exclude(code__startswith="clock.")
    events = list(rows.exclude(actor=staff.code).order_by("seq")[:20])
    return History(events, 0, _contacts(ticket, events), _replies(ticket, events))


def _contacts(ticket: Ticket, events: list[Event]) -> dict[tuple[str, datetime], list[Contact]]:
    """Contacts by who and when, as their events tell them."""
    told = [event for event in events if event.code == "ticket.contacted"]
    if not told:
        return {}
    moments = {datetime.fromisoformat(event.facts["contacted_at"]) for event in told if event.facts.get("contacted_at")}
    found: dict[tuple[str, datetime], list[Contact]] = {}
    for row in Contact.objects.filter(ticket=ticket, at__in=moments).select_related("by").order_by("pk"):
        found.setdefault((row.by.code, row.at), []).append(row)
    return found


def _replies(ticket: Ticket, events: list[Event]) -> dict[tuple[str, datetime], list[Reply]]:
    if not any(event.code == "ticket.answered" for event in events):
        return {}
    found: dict[tuple[str, datetime], list[Reply]] = {}
    for row in Reply.objects.filter(ticket=ticket).select_related("by").order_by("pk"):
        found.setdefault((row.by.code, row.at), []).append(row)
    return found


def latest_clocks(ticket: Ticket) -> list[Clock]:
    """The newest run of each clock."""
    newer = Clock.objects.filter(chain=OuterRef("chain"), kind=OuterRef("kind"), run__gt=OuterRef("run"))
    return list(Clock.objects.filter(~Exists(newer), chain=ticket.chain_id).order_by("due_at"))


def missed_runs(ticket: Ticket) -> list[Clock]:
    """Earlier runs that were missed, newest first: what was missed stays missed."""
    rows = Clock.objects.filter(chain=ticket.chain_id, breached=True).exclude(stopped_at=None)
    return list(rows.order_by("-due_at")[:20])


def others_of_customer(ticket: Ticket, staff: Staff, most: int = 10) -> list[Ticket]:
    """The customer's other tickets that this person may see, newest first; one more than `most` says there are more."""
    rows = Ticket.objects.seen_by(staff).filter(customer=ticket.customer_id).exclude(pk=ticket.pk)
    return list(rows.order_by("-contacted_at", "-pk")[: most + 1])


def related(ticket: Ticket, staff: Staff) -> list[Ticket]:
    """Tickets that this one repeats or that repeat it (C1.3.4)."""
    # Keys first: as an OR, SQLite reads the whole table.
    repeating = Ticket.rows.filter(repeats=ticket).values_list("pk", flat=True)
    rows = Ticket.objects.seen_by(staff).filter(pk__in=[ticket.repeats_id, *repeating])
    return list(rows.order_by("contacted_at")[:20])


def pending(ticket: Ticket) -> dict[str, Consent]:
    """What waits for somebody's yes, by kind."""
    rows = Consent.objects.filter(ticket=ticket, decided_at=None).select_related("asked_by", "asked_of")
    return {row.kind: row for row in rows}


def attachments(ticket: Ticket) -> list[Attachment]:
    """The ticket's files in the order in which they came."""
    return list(ticket.attachments.select_related("by").order_by("pk"))


def people(codes: Iterable[str]) -> dict[str, str]:
    """The names of staff by staff number."""
    return dict(Staff.objects.filter(code__in=set(codes)).values_list("code", "name"))


def groups(codes: Iterable[str]) -> dict[str, SkillGroup]:
    """Skill groups by code, also those closed since."""
    return {group.code: group for group in SkillGroup.rows.filter(code__in=set(codes))}


def units(codes: Iterable[str]) -> dict[str, Unit]:
    """Units by code, also those closed since."""
    return {unit.code: unit for unit in Unit.rows.filter(code__in=set(codes))}


def colleagues(ticket: Ticket) -> QuerySet[Staff]:
    """Whom first-asked responsibility may be offered to: active people of the ticket's branch."""
    rows = Staff.objects.filter(is_active=True, unit__path__startswith=ticket.branch.path)
    return rows.exclude(pk=ticket.first_asked_id).order_by("code")[:500]
