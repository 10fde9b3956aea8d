"""What a person does about a refund in the monitor."""

from datetime import datetime

from shouwen.handbook.decision import Refused
from shouwen.handbook.rights import Right
from shouwen.ledger.door import Done, together
from shouwen.ledger.scoped import Actor
from shouwen.ledger.writing import lock
from shouwen.refunds import outcomes
from shouwen.refunds.act import RefundAct, verb
from shouwen.refunds.models import Refund
from shouwen.refunds.ordering import reversible

State = Refund.State


@verb("refund.cancelled", needs=Right.READ_DISPUTES)
def cancel(act: RefundAct, *, why: str, watching: bool = False) -> None:
    """Take back an order that was certainly not booked: not sent yet, or refused.

    By whoever watches over refunds and, unless it is done as `watching`, from a dispute by whoever works on that.
    """
    refund: Refund = act.subject
    may = act.actor.may(Right.MONITOR_REFUNDS, refund) or not watching and act.actor.may(Right.DISPUTE, refund)
    act.require(may, "not-allowed", right=Right.MONITOR_REFUNDS.value)
    act.require(why.strip(), "say-why")
    act.require(refund.state in (State.DUE, State.REFUSED), "refund-under-way", state=refund.state)
    act.go(State.CANCELLED)
    act.record(why=why.strip())


def call_off(key: int, *, actor: Actor, at: datetime, seen: int | None = None, why: str) -> Done | Refused:
    """Cancel an order, and let whoever placed it know: for those who watch over refunds.

    Whoever cancels because they calculate anew knows already.
    """

    def tell(before: Done | None) -> Done | Refused:
        assert before is not None
        outcomes.tell(before.subject, at, actor)
        return before

    return together(lambda before: cancel(key, actor=actor, at=at, seen=seen, why=why, watching=True), tell)


@verb("refund.tried_again", needs=Right.MONITOR_REFUNDS)
def try_again(act: RefundAct, *, why: str = "") -> None:
    """Send a refused one again under the same key, after what was wrong has been mended."""
    refund: Refund = act.subject
    act.require(refund.state == State.REFUSED, "refund-not-refused", state=refund.state)
    if refund.reverses is not None:
        # Others may have been ordered meanwhile: together they never take back more than was paid.
        lock(refund.reverses.chain_id)
        principal, gift = reversible(Refund.rows.get(pk=refund.reverses_id))
        within = principal + refund.principal >= 0 and gift + refund.gift >= 0
        act.require(within, "reversal-too-much", left=principal + gift)
    act.go(State.DUE)
    refund.next_try_at, refund.tries, refund.asks = act.at, 0, 0
    act.record(why=why.strip())


@verb("refund.asked", needs=Right.MONITOR_REFUNDS)
def ask_now(act: RefundAct) -> None:
    """Have billing asked at once what became of it, also of one that is held; the worker does it."""
    refund: Refund = act.subject
    act.require(refund.state == State.UNKNOWN, "refund-not-unknown", state=refund.state)
    lease = refund.lease_until
    act.go(State.UNKNOWN, why=refund.why)
    refund.next_try_at, refund.asks, refund.lease_until = act.at, 0, lease
    act.record()
