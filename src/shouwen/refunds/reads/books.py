"""What was compared, what differs, and which months are closed."""

from collections.abc import Sequence
from datetime import datetime

from shouwen.ledger.scoped import Actor
from shouwen.refunds.models import BatchFile, Difference, Period, Reconciliation, ResultFile
from shouwen.refunds.months import month_of

LATEST = 31
MOST = 200


def days() -> list[Reconciliation]:
    """The latest days that were compared."""
    return list(Reconciliation.objects.order_by("-day")[:LATEST])


def differences(actor: Actor, *, cleared: bool = False) -> list[Difference]:
    """The differences that this person may see: those that are open, the oldest first, or the latest cleared ones."""
    rows = Difference.objects.seen_by(actor).select_related("refund", "cleared_by", "chain")
    if cleared:
        return list(rows.filter(cleared_at__isnull=False).order_by("-cleared_at")[:20])
    return list(rows.filter(cleared_at=None).order_by("found_at", "pk")[:MOST])


def open_differences(actor: Actor) -> int:
    """How many are open."""
    return int(Difference.objects.seen_by(actor).filter(cleared_at=None).count())


def months(at: datetime) -> Sequence[Period]:
    """The months that are over and something was entered in, and those that are closed; the newest first."""
    return list(Period.rows.filter(month__lt=month_of(at)).select_related("closed_by").order_by("-month")[:24])


def files() -> tuple[list[BatchFile], list[ResultFile]]:
    """The latest files out and in."""
    return list(BatchFile.objects.order_by("-number")[:LATEST]), list(
        ResultFile.objects.select_related("by").order_by("-pk")[:LATEST]
    )
