"""Checks and their exceptions, through somebody's eyes (C4.8.7)."""

from django.db.models import QuerySet

from shouwen.people.models import Staff
from shouwen.refunds.models import Period
from shouwen.selfchecks.models import CheckException, ReportedFile, SelfCheck


def listed(person: Staff, *, kind: str = "", state: str = "", unit: int = 0) -> QuerySet[SelfCheck]:
    """The checks that the reader may see, the newest period first."""
    rows = SelfCheck.objects.seen_by(person).select_related("unit", "signed_by")
    if kind:
        rows = rows.filter(kind=kind)
    if state == "unsigned":
        rows = rows.exclude(state=SelfCheck.State.SIGNED)
    elif state:
        rows = rows.filter(state=state)
    if unit:
        rows = rows.filter(unit=unit)
    return rows.order_by("-begins", "-pk")


def exceptions(person: Staff, *, rule: str = "") -> QuerySet[CheckException]:
    """What is still to be cleared, the oldest period first."""
    rows = CheckException.objects.seen_by(person).filter(cleared_at=None)
    if rule:
        rows = rows.filter(rule=rule)
    selected = rows.select_related("check_of__unit", "check_of__chain", "refund")
    return selected.order_by("check_of__begins", "check_of__pk", "number")


def files(person: Staff) -> QuerySet[ReportedFile]:
    """What other places reported, the newest month first."""
    return ReportedFile.objects.seen_by(person).select_related("unit", "by").order_by("-month", "-pk")


def month(check: SelfCheck) -> Period | None:
    """The month of the books that a monthly check is about."""
    return Period.rows.filter(month=check.period).first() if check.kind == "monthly" else None
