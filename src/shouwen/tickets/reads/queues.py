"""Queues and filters: which tickets a list shows, in the order they are to be worked (C4.3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from shouwen.people.models import Staff
from shouwen.tickets.models import Ticket
from shouwen.tickets.reads.finding import with_words

CLOSED = ("archived", "voided")
SELECTED = ("customer", "group", "holder", "first_asked", "unit")


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty means all. `state` may be `all`, else open tickets are meant."""

    group: str = ""
    state: str = ""
    priority: str = ""
    urgency: str = ""
    column: str = ""
    category: str = ""
    unit: str = ""
    owner: str = ""
    holder: str = ""
    due: str = ""
    words: str = ""


def narrowed(staff: Staff, wanted: Filters, *, at: datetime) -> QuerySet[Ticket]:
    """The tickets that a person may see, narrowed by the filters."""
    rows = Ticket.objects.seen_by(staff).select_related(*SELECTED)
    if wanted.state == "":
        rows = rows.filter(archived_at=None).exclude(state="voided")
    elif wanted.state != "all":
        rows = rows.filter(state=wanted.state)
    if wanted.group == "mine":
        rows = rows.filter(group__in=staff.group_ids)
    elif wanted.group:
        rows = rows.filter(group__code=wanted.group)
    for name, lookup in (
        ("priority", "priority"),
        ("column", "column"),
        ("unit", "unit__code"),
        ("owner", "first_asked__code"),
        ("holder", "holder__code"),
    ):
        value = getattr(wanted, name)
        if value:
            rows = rows.filter(**{lookup: staff.code if value == "me" else value})
    if wanted.category:
        rows = rows.filter(Q(category=wanted.category) | Q(category__startswith=wanted.category + "."))
    if wanted.urgency:
        rows = rows.filter(urgencies__kind=wanted.urgency, urgencies__proposed=False)
    if wanted.due:
        rows = rows.filter(_due(wanted.due, at))
    if wanted.words.strip():
        rows = with_words(rows, wanted.words)
    return rows


def _due(due: str, at: datetime) -> Q:
    running = ~Q(state__in=("answered", "held", *CLOSED))
    if due == "breached":
        return running & Q(next_due_at__lt=at)
    hours = {"4h": 4, "24h": 24, "48h": 48}.get(due, 4)
    return running & Q(next_due_at__gte=at, next_due_at__lt=at + timedelta(hours=hours))


def count(rows: QuerySet[Any], most: int = 1000) -> str:
    """How many rows, in words that do not lie: `1,000+` where counting further would cost more than it tells."""
    found = len(rows.order_by().values_list("pk", flat=True)[: most + 1])
    return f"{most:,}+" if found > most else f"{found:,}"
