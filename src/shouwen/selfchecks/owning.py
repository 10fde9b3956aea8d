"""On whose list a refund stands, and who signs it (C4.8.7)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from shouwen.disputes.models import Application
from shouwen.handbook.sentences import SHANGHAI
from shouwen.ledger.scoped import Actor
from shouwen.people.models import Staff, Unit
from shouwen.people.reads import with_role
from shouwen.refunds.models import Refund
from shouwen.selfchecks.gathering import Gathered, Gatherer
from shouwen.selfchecks.running.periods import midnight

# A batch has its own flow (C4.8.4). What was cancelled before it went out moved no money.
ORIGINS = ("dispute", "late_fee")
ONE = timedelta(days=1)
# Who signs, from the lowest up.
SIGNERS = ("hall_manager", "support_lead", "branch_lead")


def owner(one: Gathered) -> str:
    """The staff number of whose day it belongs to: who asked for it or granted it, else whose dispute it is."""
    if one.word is not None:
        return one.word.asked_by
    if one.waiver is not None:
        return one.waiver.by.code
    if one.refund.ordered_by is not None:
        return one.refund.ordered_by.code
    return one.dispute.clerk.code if one.dispute else ""


def unlisted(day: date, *, days: int = 1) -> QuerySet[Refund]:
    """What was ordered on that day, or these days, and stands on no sheet yet."""
    within = {"ordered_at__gte": midnight(day), "ordered_at__lt": midnight(day + timedelta(days=days))}
    rows = Refund.rows.filter(origin__in=ORIGINS, day_line=None, **within).exclude(state=Refund.State.CANCELLED)
    return rows.select_related("customer", "ordered_by", "unit").order_by("pk")


def unlisted_of(clerk: Staff, day: date) -> list[Gathered]:
    """Those of one clerk: ordered by themselves, or by the last signature on what they applied for."""
    asked = Application.objects.filter(by=clerk, ended_at__gte=midnight(day), ended_at__lt=midnight(day + ONE))
    abouts = set(asked.filter(state=Application.State.APPROVED).values_list("dispute__serial", flat=True))
    here = unlisted(day).filter(Q(ordered_by=clerk) | Q(about__in=abouts))
    return [one for one in Gatherer().gather(list(here)) if owner(one) == clerk.code]


def grouped(gathered: Iterable[Gathered]) -> dict[tuple[str, int, date], list[Gathered]]:
    """By whose sheet they belong to: clerk, unit, day in Shanghai."""
    found: dict[tuple[str, int, date], list[Gathered]] = {}
    for one in gathered:
        found.setdefault((owner(one), one.refund.unit_id, day_of(one.refund.ordered_at)), []).append(one)
    return found


def day_of(at: datetime) -> date:
    """The day in Shanghai."""
    return at.astimezone(SHANGHAI).date()


def signers_above(clerk: Staff, unit: Unit) -> list[Staff]:
    """Who signs this clerk's lines: the manager; for a manager's own the next above. Never themselves.

    Where nobody stands above, whoever else signs days there.
    """
    ranks = [rank for rank, role in enumerate(SIGNERS) if clerk in with_role(role, unit)]
    for role in SIGNERS[max(ranks, default=-1) + 1 :]:
        if found := [person for person in with_role(role, unit) if person != clerk]:
            return found
    return [person for role in SIGNERS for person in with_role(role, unit) if person != clerk]


def may_sign(actor: Actor, clerk: Staff, unit: Unit) -> bool:
    """Whether this person stands where that clerk's lines are signed, or higher up (C4.8.7, four eyes)."""
    if not isinstance(actor, Staff):
        return False
    if actor.pk == clerk.pk:
        return False
    mine = max((rank for rank, role in enumerate(SIGNERS) if actor in with_role(role, unit)), default=-1)
    theirs = max((rank for rank, role in enumerate(SIGNERS) if clerk in with_role(role, unit)), default=-1)
    return mine > theirs or actor in signers_above(clerk, unit)
