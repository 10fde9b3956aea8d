"""Disputes in a list: which ones, and in which order (C4.8)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from shouwen.disputes.models import Dispute
from shouwen.handbook.load import shipped
from shouwen.handbook.rights import Right
from shouwen.people.models import Staff
from shouwen.tickets.reads.paging import DUE, NEWEST, Order

SELECTED = ("customer", "clerk", "unit")
ENDED = ("closed", "withdrawn")
DAY = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a list is narrowed to; empty means all.

    `whose` is `mine` or `part` (of my part of the tree, without those that I only stand in for); without a `state`
    open disputes are meant, `all` are all. A cause stands for those below it; `kind` is what was proposed last;
    `due` is `overdue` or `24h`.
    """

    whose: str = ""
    state: str = ""
    cause: str = ""
    kind: str = ""
    due: str = ""


def narrowed(staff: Staff, wanted: Filters, *, at: datetime) -> QuerySet[Any]:
    """The disputes that a person may see, narrowed by the filters. A code that means nothing narrows to nothing."""
    rows: QuerySet[Any] = Dispute.objects.seen_by(staff).select_related(*SELECTED)
    rows = rows.filter(_state(wanted.state))
    if wanted.whose:
        rows = rows.filter(_whose(staff, wanted.whose))
    if wanted.cause:
        rows = rows.filter(Q(cause=wanted.cause) | Q(cause__startswith=f"{wanted.cause}."))
    if wanted.kind:
        rows = rows.filter(outcome=wanted.kind)
    if wanted.due:
        until = at if wanted.due == "overdue" else at + DAY if wanted.due == "24h" else None
        rows = rows.filter(closed_at=None, next_due_at__lt=until) if until else rows.none()
    return rows


def order(wanted: Filters) -> Order:
    """By the nearest deadline; the newest first where those that have ended are listed too."""
    return NEWEST if wanted.state in (*ENDED, "all") else DUE


def _state(state: str) -> Q:
    if state == "all":
        return Q()
    if state in ENDED:
        return Q(state=state)
    return Q(state=state, closed_at=None) if state else Q(closed_at=None)


def _whose(staff: Staff, whose: str) -> Q:
    if whose == "mine":
        return Q(clerk=staff)
    where = Q(pk__in=[])
    if whose == "part":
        for path in staff.places(Right.READ_DISPUTES):
            where |= Q(path__startswith=path)
    return where


def states() -> list[str]:
    """The states of disputes, in the order of the policy."""
    return list(shipped().dispute_states)
