"""What counts together (C4.8.3): nobody stays under a limit by asking several times for the same."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch

from shouwen.disputes.models import Application, Dispute
from shouwen.handbook.authority import Authority, AuthorityFacts, Earlier, decide
from shouwen.handbook.decision import Decision
from shouwen.handbook.edition import Edition
from shouwen.handbook.money import ZERO
from shouwen.ledger.writing import lock
from shouwen.refunds.models import Refund

# What was only proposed, returned or taken back counts for nothing.
ORIGIN = "dispute"


def hold_customer(dispute: Dispute) -> None:
    """Hold the customer's record, so that two desks cannot split one sum between them at the same moment."""
    lock(dispute.customer.chain_id)


def earlier(dispute: Dispute, at: datetime) -> tuple[Earlier, ...]:
    """The sums for the same customer and the same second-level cause that may count with this one, oldest first.

    Each by itself: what is applied for since it was, what was promised since then, or since it was paid where that
    was later. Each under the cause that it was ordered for, whatever the dispute was filed under afterwards. Not
    scoped: what another hall paid counts as well. Which of them lie in the window is the handbook's to say.
    """
    if not dispute.cause:
        return ()
    found = [*_applied_for(dispute), *_ordered(dispute)]
    return tuple(sorted((one for one in found if one.amount > 0), key=lambda one: (one.at, one.about)))


def _applied_for(dispute: Dispute) -> Iterator[Earlier]:
    """What waits for a signature."""
    others = Dispute.objects.unscoped("what any desk applies for counts together")
    same = others.filter(customer=dispute.customer_id, cause=dispute.cause).exclude(pk=dispute.pk)
    state, purpose = Application.State.WAITING, Application.Purpose.REFUND
    for asked in Application.objects.filter(dispute__in=same, state=state, purpose=purpose).select_related("dispute"):
        yield Earlier(about=asked.dispute.serial, amount=asked.amount, at=asked.at)


def _ordered(dispute: Dispute) -> Iterator[Earlier]:
    """What was promised or paid, less what was taken back. A promise that billing refused still stands."""
    orders = Refund.objects.unscoped("what any desk paid counts together").filter(origin=ORIGIN)
    same = orders.filter(customer=dispute.customer_id, cause=dispute.cause, reverses=None)
    back = Prefetch("reversals", Refund.rows.filter(state=Refund.State.DONE))
    others = same.exclude(about=dispute.serial).exclude(state=Refund.State.CANCELLED)
    for refund in others.prefetch_related(back):
        left = sum((sum(one.parts) for one in refund.reversals.all()), sum(refund.parts, ZERO))
        when = max(refund.ordered_at, refund.done_at or refund.ordered_at)
        yield Earlier(about=refund.about, amount=left, at=when)


def authority(dispute: Dispute, amount: Decimal, at: datetime, edition: Edition) -> Decision[Authority]:
    """Who decides this amount, what is paid on the dispute already counted in."""
    asked = amount + dispute.paid
    return decide(AuthorityFacts(amount=asked, at=at, earlier=earlier(dispute, at)), edition)
