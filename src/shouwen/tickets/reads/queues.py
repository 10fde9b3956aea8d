"""Queues and filters: which tickets a list shows, in the order they are to be worked (C4.3)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Case, Q, QuerySet, Value, When

from shouwen.handbook.rights import Right
from shouwen.people.models import SkillGroup, Staff, Unit
from shouwen.tickets.models import Ticket, Urgency
from shouwen.tickets.reads import ways
from shouwen.tickets.reads.due import RUNNING, due
from shouwen.tickets.reads.words import with_words

# What a line of a list says of others than the ticket.
SELECTED = ("customer", "group", "holder", "first_asked")
OPEN = Q(archived_at=None) & ~Q(state="voided")
# So many tickets at most are named by their keys.
FEW = 3000
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
    rows = rows.filter(_state(wanted.state), *_plain(wanted))
    if wanted.unit:
        rows = _under(rows, wanted.unit)
    for led_by in _leading(staff, wanted):
        rows = through(rows, led_by)
    if wanted.whose == "team":
        rows = rows.filter(whose(staff, "team"))
    if wanted.group and not wanted.state:
        rows = rows.exclude(state="open")
    if wanted.urgency:
        marked = Urgency.objects.filter(kind=wanted.urgency, proposed=False).values_list("ticket", flat=True)
        rows = _named(rows, (marked,), Q(pk__in=marked))
    if wanted.category:
        tickets = Ticket.objects.unscoped("keys that narrow what is seen").values_list("pk", flat=True)
        itself, below = Q(category=wanted.category), Q(category__startswith=f"{wanted.category}.")
        rows = _named(rows, (tickets.filter(itself), tickets.filter(_ranged(wanted.category))), itself | below)
    if wanted.due:
        rows = rows.filter(due(wanted.due, at) or Q(pk__in=[]))
    return with_words(rows, wanted.words) if wanted.words.strip() else rows


def urgent_kinds(rows: Iterable[Ticket]) -> Mapping[int, list[str]]:
    """Why each of these tickets is urgent, by its key. As rows: a fourth of what prefetched objects take."""
    kinds = defaultdict(list)
    stated = Urgency.objects.filter(ticket__in=[row.pk for row in rows], proposed=False)
    for ticket, kind in stated.values_list("ticket_id", "kind"):
        kinds[ticket].append(kind)
    return kinds


def through(rows: QuerySet[Ticket], led_by: tuple[Q, ...]) -> QuerySet[Ticket]:
    """The rows of which one of the conditions is true; each of them has an index that leads to its rows."""
    if len(led_by) == 1:
        return rows.filter(*led_by).along(*led_by)
    anyhow = Case(When(reduce(or_, led_by, Q(pk__in=[])), then=Value(True)), default=Value(False))
    return rows.filter(anyhow).along(*(led_by or (Q(pk__in=[]),)))


def whose(staff: Staff, code: str) -> Q:
    """Whose tickets: `me` first asked of or with me, `others` mine in others' hands (C3.1), `waiting` for me to move,
    or the `team` that I lead."""
    where = Q(pk__in=[])
    if code != "team":
        return reduce(or_, mine(staff, code), where)
    for path in staff.places(Right.TEAM):
        where |= Q(path__startswith=path)
    return where


def mine(staff: Staff, code: str) -> tuple[Q, ...]:
    """The ways to `me`, `others` and `waiting`: by what was first asked of me, and by what is in my hands."""
    owned, held = Q(first_asked=staff), Q(holder=staff)
    if code == "me":
        return owned, held
    if code == "others":
        return (owned & ~Q(state="answered") & (Q(holder=None) | ~held | Q(state="dispatched")),)
    if code == "waiting":
        return held & RUNNING & ~Q(state="dispatched"), owned & Q(state="answered")
    return ()


def _state(state: str) -> Q:
    if state in ("archived", "voided"):
        return Q(state=state)
    if state == "all":
        return Q()
    if state == "running":
        return OPEN & RUNNING
    return Q(state=state, archived_at=None) if state else OPEN


def _plain(wanted: Filters) -> list[Q]:
    """The filters that narrow what others lead to."""
    said = {"priority": wanted.priority, "column": wanted.column}
    return [Q(**{field: value}) for field, value in said.items() if value]


def _named(rows: QuerySet[Ticket], keys: Iterable[QuerySet[Any, int]], asked: Q) -> QuerySet[Ticket]:
    """The rows that have one of `keys`, each of which an index names: few of them lead to the rows.

    Of many, rows are met in the order of the list and `asked`: enough of them are among the keys to fill a page soon.
    """
    few = [key for each in keys for key in each[: FEW + 1]]
    return rows.filter(pk__in=few).along() if len(few) <= FEW else rows.filter(asked)


def _ranged(category: str) -> Q:
    """All categories below one, as an index has them: SQLite only in a range, PostgreSQL as a beginning."""
    if connection.vendor == "sqlite":
        return Q(category__gt=f"{category}.", category__lt=f"{category}/")
    return Q(category__startswith=f"{category}.")


def _leading(staff: Staff, wanted: Filters) -> Iterator[tuple[Q, ...]]:
    """The filters that lead to their rows by an index, those that leave the fewest last."""
    if wanted.whose and wanted.whose != "team":
        yield mine(staff, wanted.whose)
    if wanted.group == "mine":
        yield tuple(Q(group=group) for group in sorted(staff.group_ids))
    elif wanted.group:
        yield (Q(group=SkillGroup.rows.filter(code=wanted.group).values_list("pk", flat=True).first() or 0),)
    if wanted.owner:
        yield (Q(first_asked=_person(staff, wanted.owner)),)
    if wanted.holder:
        yield (Q(holder=_person(staff, wanted.holder)),)


def _person(staff: Staff, code: str) -> int:
    """The key of a person by staff number or `me`; 0 is nobody's."""
    if code in ("me", staff.code):
        return staff.pk
    return Staff.objects.filter(code=code).values_list("pk", flat=True).first() or 0


def _under(rows: QuerySet[Ticket], code: str) -> QuerySet[Ticket]:
    path = Unit.rows.filter(code=code).values_list("path", flat=True).first()
    if not path:
        return rows.none()
    units = ways.below(path)
    return through(rows, units) if units else rows.filter(path__startswith=path)
