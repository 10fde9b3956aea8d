"""Queues and filters: which tickets a list shows, in the order they are to be worked (C4.3)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from shouwen.handbook.rights import Right
from shouwen.people.models import Staff, Unit
from shouwen.tickets.models import Ticket, Urgency
from shouwen.tickets.reads.due import RUNNING, due
from shouwen.tickets.reads.finding import with_words

SELECTED = ("customer", "group", "holder", "first_asked", "unit")
OPEN = Q(archived_at=None) & ~Q(state="voided")
WHOSE = ("me", "others", "waiting", "team")


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a list is narrowed to; empty means all.

    `state` may be `all`, or `running` (open, and neither answered nor on hold), else open tickets are meant.
    `whose` is one of WHOSE; `owner` and `holder` are staff numbers or `me`; `group` is a code or `mine`.
    A group's open tickets are those that were handed to it, not those that the front desk still has.
    A category stands for everything below it, a unit for its part of the tree; `due` is a code of `reads.due`.
    """

    group: str = ""
    state: str = ""
    priority: str = ""
    urgency: str = ""
    column: str = ""
    category: str = ""
    unit: str = ""
    owner: str = ""
    holder: str = ""
    whose: str = ""
    due: str = ""
    words: str = ""


def narrowed(staff: Staff, wanted: Filters, *, at: datetime) -> QuerySet[Ticket]:
    """The tickets that a person may see, narrowed by the filters. A code that means nothing narrows to nothing."""
    return narrow(Ticket.objects.seen_by(staff).select_related(*SELECTED), staff, wanted, at=at)


def narrow(rows: QuerySet[Ticket], staff: Staff, wanted: Filters, *, at: datetime) -> QuerySet[Ticket]:
    """Rows that were found another way, narrowed by the same filters."""
    rows = rows.filter(_state(wanted.state), *_exact(staff, wanted))
    if wanted.group == "mine":
        rows = rows.filter(group__in=staff.group_ids)
    if wanted.group and not wanted.state:
        rows = rows.exclude(state="open")
    if wanted.whose:
        rows = rows.filter(whose(staff, wanted.whose))
    if wanted.category:
        rows = rows.filter(Q(category=wanted.category) | Q(category__startswith=wanted.category + "."))
    if wanted.unit:
        rows = rows.filter(_under(wanted.unit))
    if wanted.urgency:
        marked = Urgency.objects.filter(kind=wanted.urgency, proposed=False)
        rows = rows.filter(pk__in=marked.values("ticket"))
    if wanted.due:
        rows = rows.filter(due(wanted.due, at) or Q(pk__in=[]))
    return with_words(rows, wanted.words) if wanted.words.strip() else rows


def whose(staff: Staff, code: str) -> Q:
    """Whose tickets: `me` first asked of or with me, `others` mine in others' hands (C3.1), `waiting` for me to move,
    or the `team` that I lead."""
    owned = Q(first_asked=staff)
    if code == "me":
        return owned | Q(holder=staff)
    if code == "others":
        return owned & ~Q(state="answered") & (Q(holder=None) | ~Q(holder=staff) | Q(state="dispatched"))
    if code == "waiting":
        in_hand = Q(holder=staff) & RUNNING & ~Q(state="dispatched")
        return in_hand | (owned & Q(state="answered"))
    where = Q(pk__in=[])
    for path in staff.places(Right.TEAM) if code == "team" else ():
        where |= Q(path__startswith=path)
    return where


def count(rows: QuerySet[Any], most: int = 1000) -> str:
    """How many rows, in words that do not lie: `1,000+` where counting further would cost more than it tells."""
    found = len(rows.order_by().values_list("pk", flat=True)[: most + 1])
    return f"{most:,}+" if found > most else f"{found:,}"


def _state(state: str) -> Q:
    if state == "all":
        return Q()
    if state == "running":
        return OPEN & RUNNING
    return Q(state=state) if state else OPEN


def _exact(staff: Staff, wanted: Filters) -> list[Q]:
    said = {
        "priority": wanted.priority,
        "column": wanted.column,
        "group__code": "" if wanted.group == "mine" else wanted.group,
        "first_asked__code": staff.code if wanted.owner == "me" else wanted.owner,
        "holder__code": staff.code if wanted.holder == "me" else wanted.holder,
    }
    return [Q(**{field: value}) for field, value in said.items() if value]


def _under(code: str) -> Q:
    path = Unit.rows.filter(code=code).values_list("path", flat=True).first()
    return Q(path__startswith=path) if path else Q(pk__in=[])
