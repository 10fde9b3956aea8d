"""What became of a refund, as billing said it. Called by whoever heard it: the worker, a result file, a comparison.

An outcome is written once. One that comes late, when another was written meanwhile, is refused and changes nothing.
"""

from datetime import datetime
from decimal import Decimal

from shouwen.handbook.rights import Right
from shouwen.refunds import outcomes
from shouwen.refunds.act import RefundAct, verb
from shouwen.refunds.billing.port import Outcome, What
from shouwen.refunds.differing import note
from shouwen.refunds.models import Refund
from shouwen.refunds.months import enter

State = Refund.State
# Billing may have booked what it refused before: it was mended there.
NOT_SETTLED = (State.DUE, State.SENDING, State.UNKNOWN, State.REFUSED)
ON_THE_WAY = (State.SENDING, State.UNKNOWN)


@verb("refund.done", needs=Right.MONITOR_REFUNDS)
def done(act: RefundAct, *, booked_at: datetime, amount: Decimal, receipt: str, accepted: bool = False) -> None:
    """Billing booked it. Another amount than was ordered is taken only where a person accepts less (C4.8.2)."""
    refund: Refund = act.subject
    act.require(refund.state in NOT_SETTLED, "refund-settled", state=refund.state)
    if accepted:
        act.require(amount * refund.total > 0 and abs(amount) <= abs(refund.total), "refund-booked-too-much")
    else:
        act.require(amount == refund.total, "refund-booked-otherwise", amount=amount, total=refund.total)
    act.go(State.DONE)
    refund.done_at, refund.booked_at, refund.booked, refund.receipt = act.at, booked_at, amount, receipt
    refund.absent_since, refund.period = None, enter(booked_at, act.at)
    act.record(amount=amount, receipt=receipt, booked_at=booked_at, period=refund.period)
    outcomes.tell(refund, act.at, act.actor)


@verb("refund.refused", needs=Right.MONITOR_REFUNDS)
def refused(act: RefundAct, *, why: str) -> None:
    """Billing will not book it. A person mends what is wrong and has it tried again, or cancels it."""
    refund: Refund = act.subject
    act.require(refund.state in ON_THE_WAY, "refund-settled", state=refund.state)
    act.go(State.REFUSED, why=why)
    refund.absent_since = None
    act.record(why=why)
    outcomes.tell(refund, act.at, act.actor)


@verb("refund.unknown", needs=Right.MONITOR_REFUNDS)
def unknown(act: RefundAct, *, why: str, ask_at: datetime) -> None:
    """Nobody knows whether billing booked it: it is asked for, never sent again blindly."""
    refund: Refund = act.subject
    act.require(refund.state == State.SENDING, "refund-settled", state=refund.state)
    act.go(State.UNKNOWN, why=why)
    refund.next_try_at, refund.asks, refund.absent_since = ask_at, 0, None
    act.record(why=why)


@verb("refund.absent", needs=Right.MONITOR_REFUNDS)
def absent(act: RefundAct) -> None:
    """Billing knew nothing of it for the whole grace time, asked for the key and in the account's statement.

    So it was not booked, and the same key may be sent again.
    """
    refund: Refund = act.subject
    act.require(refund.state == State.UNKNOWN, "refund-settled", state=refund.state)
    since = refund.absent_since
    act.go(State.DUE, why="not-known-there")
    refund.next_try_at, refund.absent_since = act.at, None
    act.record(since=since, tries=refund.tries)


@verb("refund.held", needs=Right.MONITOR_REFUNDS)
def held(act: RefundAct, *, why: str) -> None:
    """The worker leaves it alone from now on: a person looks at it in the monitor."""
    refund: Refund = act.subject
    act.require(refund.state == State.UNKNOWN and not refund.held, "refund-settled", state=refund.state)
    act.go(State.UNKNOWN, why=why, held=True)
    act.record(why=why, tries=refund.tries)


@verb("refund.differs", needs=Right.MONITOR_REFUNDS)
def differs(act: RefundAct, *, booked_at: datetime, amount: Decimal, receipt: str, found_by: str) -> None:
    """Billing booked another amount than was ordered: never taken as done before a person cleared the difference."""
    refund: Refund = act.subject
    act.require(refund.state in NOT_SETTLED, "refund-settled", state=refund.state)
    act.go(State.UNKNOWN, why="other-amount", held=True)
    act.record(amount=amount, total=refund.total, receipt=receipt, booked_at=booked_at)
    booked = Outcome(What.DONE, booked_at=booked_at, amount=amount, receipt=receipt)
    note("other_amount", key=refund.key, refund=refund, ours=refund.total, theirs=booked, at=act.at, found_by=found_by)
