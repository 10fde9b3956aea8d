"""The line to billing: when it doesn't answer, all workers leave it alone for a while, then try with one call."""

from datetime import datetime

from django.db import transaction

from shouwen.ledger.rows import put
from shouwen.refunds.models import Line
from shouwen.refunds.models.line import ONLY
from shouwen.refunds.policy import pause_until


def line() -> Line:
    """How it stands."""
    return Line.objects.filter(pk=ONLY).first() or Line(pk=ONLY)


def paused(at: datetime) -> bool:
    """Whether billing is left alone just now."""
    until = line().paused_until
    return until is not None and until > at


@transaction.atomic
def failed(at: datetime, why: str) -> None:
    """Billing doesn't answer: nobody calls it for a while, longer each time."""
    row = _locked()
    if row.paused_until is not None and row.paused_until > at:
        return
    row.paused_until = pause_until(at, row.failures)
    row.failures, row.down_since, row.why = row.failures + 1, row.down_since or at, why[:200]
    row.save()


def answered(at: datetime) -> None:
    """Billing answers."""
    row = line()
    if row.failures or row.good_at is None or (at - row.good_at).total_seconds() > 60:
        with transaction.atomic():
            row = _locked()
            row.failures, row.paused_until, row.down_since, row.why, row.good_at = 0, None, None, "", at
            row.save()


def _locked() -> Line:
    put(Line, ("id", "failures", "why"), [(ONLY, 0, "")], ignore=True)
    return Line.objects.select_for_update().get(pk=ONLY)
