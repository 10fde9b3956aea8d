"""What became of the money. Written by the product itself, when billing has answered or the order was called off."""

from datetime import datetime
from decimal import Decimal

from shouwen.disputes.act import DisputeAct, verb
from shouwen.disputes.models import Dispute
from shouwen.handbook.decision import Refused
from shouwen.handbook.rights import Right
from shouwen.ledger.scoped import Actor
from shouwen.people.system import System
from shouwen.refunds.models import Refund

BILLING = System("system:billing")


def take(key: int, refund: Refund, at: datetime, by: Actor) -> None:
    """Tell the dispute what became of its refund. A refusal is a bug: it undoes the outcome, which is asked again."""
    if refund.state == Refund.State.CANCELLED:
        answer = refund_called_off(key, actor=by, at=at, refund=refund)
    else:
        paid = reversed_ if refund.reverses_id else refunded
        said = refund_refused if refund.state == Refund.State.REFUSED else paid
        answer = said(key, actor=BILLING, at=at, refund=refund)
    if isinstance(answer, Refused):
        raise RuntimeError(f"{refund.key}: {answer.code}")


@verb("dispute.refunded", needs=Right.DISPUTE, on=Dispute)
def refunded(act: DisputeAct, *, refund: Refund) -> None:
    """Billing booked it. After a principal-only refund the checking goes on (C4.8.2)."""
    dispute: Dispute = act.subject
    act.go("refund_principal" if refund.kind == "principal" else "refund")
    dispute.paid += booked(refund)
    act.record(**_told(refund), paid=str(dispute.paid))
    act.tell([dispute.clerk], "dispute.refunded", amount=str(booked(refund)))


@verb("dispute.refund_refused", needs=Right.DISPUTE, on=Dispute)
def refund_refused(act: DisputeAct, *, refund: Refund) -> None:
    """Billing would not book it; the promise still stands, so somebody has to mend what is wrong."""
    act.record(**_told(refund), why=refund.why)
    act.tell([act.subject.clerk], "dispute.refund_refused", why=refund.why)


@verb("dispute.refund_called_off", needs=Right.MONITOR_REFUNDS, on=Dispute)
def refund_called_off(act: DisputeAct, *, refund: Refund) -> None:
    """Who watches over refunds took the order back; the promise still stands, so the clerk calculates anew."""
    act.record(**_told(refund))
    act.tell([act.subject.clerk], amount=str(refund.total))


@verb("dispute.reversed", needs=Right.DISPUTE, on=Dispute)
def reversed_(act: DisputeAct, *, refund: Refund) -> None:
    """Billing booked the reversal; the dispute goes on where it was."""
    dispute: Dispute = act.subject
    act.go("reverse")
    dispute.paid += booked(refund)
    act.record(**_told(refund), paid=str(dispute.paid))
    act.tell([dispute.clerk], "dispute.reversed", amount=str(booked(refund)))


def booked(refund: Refund) -> Decimal:
    """What really moved: a person may have accepted that billing booked less than was ordered."""
    return refund.total if refund.booked is None else refund.booked


def _told(refund: Refund) -> dict[str, object]:
    return {"refund": refund.key, "amount": str(booked(refund)), "receipt": refund.receipt}
