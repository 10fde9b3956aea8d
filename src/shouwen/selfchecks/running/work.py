"""The worker's round: every check that is due, made once, whoever makes it and however often it is killed (C4.8.7)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from shouwen.handbook.decision import Reason
from shouwen.handbook.load import shipped
from shouwen.refunds.billing.choice import billing as chosen
from shouwen.refunds.billing.port import Billing, Unavailable
from shouwen.selfchecks.models import SelfCheck
from shouwen.selfchecks.running import periods
from shouwen.selfchecks.running.finding import Stopped, find
from shouwen.selfchecks.running.periods import Scope
from shouwen.selfchecks.running.result import New, Result
from shouwen.selfchecks.running.statement import read
from shouwen.selfchecks.running.writing import write, write_again

# So many in one turn; the others wait for the next.
AT_ONCE = 20


def work(at: datetime, *, stop: Callable[[], bool] = lambda: False, billing: Billing | None = None) -> int:
    """Make the checks that are due, and those that somebody asked for again; answers how many were written.

    One that waits for billing's statement is left for a later turn.
    """
    port, written = billing or chosen(), 0
    for scope in periods.due(at)[:AT_ONCE]:
        if stop():
            return written
        try:
            result = made(scope, at, port, stop)
        except Unavailable:
            continue
        except Stopped:
            return written
        written += write(scope, result, at) is not None
    return written + _again(at, stop, port)


def made(scope: Scope, at: datetime, port: Billing | None, stop: Callable[[], bool] = lambda: False) -> Result:
    """One check, not written yet. Raises `Unavailable` while it still waits for billing's statement."""
    how = "none" if port is None else "read"
    try:
        statement = read(scope, port, at)
    except Unavailable:
        hours = shipped().selfchecks.statement_wait_hours
        if at < scope.until + timedelta(hours=hours):
            raise
        statement, how = None, "missing"
    result = find(scope, statement, stop=stop)
    result.statement = how
    if how == "missing":
        reason = Reason("C4.8.7", "check-statement-missing", {"hours": shipped().selfchecks.statement_wait_hours})
        result.add(New("statement_missing", reason, f"statement_missing/{reason.code}"))
    return result


def _again(at: datetime, stop: Callable[[], bool], port: Billing | None) -> int:
    written = 0
    asked = SelfCheck.rows.filter(again_at__isnull=False).exclude(state=SelfCheck.State.SIGNED)
    for check in asked.select_related("unit").order_by("again_at", "pk")[:AT_ONCE]:
        if stop():
            break
        try:
            result = made(periods.scope_of(check), at, port, stop)
        except Unavailable:
            continue
        except Stopped:
            break
        written += write_again(check.pk, result, at) is not None
    return written
