"""Billing's own books of what a check looks at, read as a stream: only the keys of the check stay in memory."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Max, Min

from shouwen.refunds import line
from shouwen.refunds.billing.port import Billing, Unavailable
from shouwen.selfchecks.running.periods import Scope

Statement = dict[str, tuple[Decimal, ...]]
BESIDE = timedelta(days=1)


def read(scope: Scope, port: Billing | None, at: datetime) -> Statement | None:
    """Every booking of the check's refunds, by key. None where billing has no statement to be read.

    Raises `Unavailable` when it has one and can't be read now.
    """
    if port is None:
        return None
    if line.paused(at):
        raise Unavailable("not-reached")
    span = scope.refunds().aggregate(first=Min("booked_at"), last=Max("booked_at"))
    if span["first"] is None:
        return {}
    found: Statement = dict.fromkeys(scope.refunds().values_list("key", flat=True).iterator(), ())
    try:
        for booking in port.statement(span["first"] - BESIDE, span["last"] + BESIDE):
            if booking.key in found:
                found[booking.key] += (booking.amount,)
    except Unavailable as error:
        line.failed(at, str(error))
        raise
    return found
