"""What the handbook's interview is told of a dispute (C4.8.6)."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from shouwen.clocks.models import Clock
from shouwen.disputes.models import Dispute
from shouwen.handbook.doublerefund import RefundFacts


def refund_facts(dispute: Dispute, answers: Mapping[str, str], *, cause: str = "", at: datetime) -> RefundFacts:
    """The facts on record, with the answers given so far. The oldest charge says how old the matter is."""
    charges = dispute.charges.filter(struck_why="").order_by("charged_on")
    oldest = charges.values_list("charged_on", flat=True).first()
    verification = Clock.objects.filter(chain=dispute.chain_id, kind="verification").order_by("run").last()
    return RefundFacts(
        amount=dispute.charged,
        answers=dict(answers),
        finding=dispute.finding,
        cause=cause or dispute.cause,
        category=dispute.category,
        charged_on=oldest,
        claimed_on=timezone.localtime(dispute.received_at).date(),
        unsubscribed_on=dispute.unsubscribed_on,
        paid=dispute.paid,
        verify_by=verification.due_at if verification else None,
        at=at,
    )
