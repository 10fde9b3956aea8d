"""How a dispute ends, and how it begins again (C4.8.1, C4.8.2)."""

from shouwen.disputes.act import DisputeAct, verb
from shouwen.disputes.models import Dispute
from shouwen.handbook.rights import Right
from shouwen.tickets.checks import REASON_CHARACTERS, check_text


@verb("dispute.settled", needs=Right.DISPUTE, on=Dispute, move="settle")
def settle(act: DisputeAct, *, why: str) -> None:
    """End a check that went on after the principal was refunded, with nothing to pay and nothing claimed back.

    What was found wrong is paid by a proposal for the rest; what is to be claimed back wants a reversal.
    """
    dispute: Dispute = act.subject
    act.go()
    act.require(dispute.finding in ("proven", "disproven"), "check-first")
    act.require(why.strip(), "say-why")
    check_text(act, why, REASON_CHARACTERS)
    act.record(finding=dispute.finding, paid=str(dispute.paid), why=why)


@verb("dispute.closed", needs=Right.DISPUTE, on=Dispute, move="close")
def close(act: DisputeAct, *, told: str) -> None:
    """Close it once the customer was told: what was paid and why, or why nothing is."""
    dispute: Dispute = act.subject
    owed = dispute.state == "proposed" and dispute.amount > 0
    act.go()
    act.require(not owed, "still-to-be-paid", amount=str(dispute.amount))
    act.require(told.strip(), "say-what-was-told")
    check_text(act, told, act.edition.limits.note_characters)
    act.record(outcome=dispute.outcome, paid=str(dispute.paid), told=told)


@verb("dispute.reopened", needs=Right.DISPUTE, on=Dispute, move="reopen")
def reopen(act: DisputeAct, *, why: str) -> None:
    """Check it again: something new came to light, or the customer came back. What was paid stays counted."""
    dispute: Dispute = act.subject
    act.go()
    act.require(why.strip(), "say-why")
    check_text(act, why, REASON_CHARACTERS)
    dispute.finding = ""
    dispute.principal = dispute.gift = dispute.principal * 0
    act.record(why=why)


@verb("dispute.withdrawn", needs=Right.DISPUTE, on=Dispute, move="withdraw")
def withdraw(act: DisputeAct, *, reason: str, why: str) -> None:
    """End a dispute of which nothing was paid: taken back by the customer, or opened by mistake."""
    dispute: Dispute = act.subject
    waits = dispute.applications.filter(state="waiting").exists()
    act.require(not waits, "application-waits")
    act.go()
    act.require(reason in act.edition.dispute_withdraw_reasons, "unknown-code", value=reason)
    act.require(why.strip(), "say-why")
    check_text(act, why, REASON_CHARACTERS)
    act.require(dispute.paid == 0, "already-paid", paid=str(dispute.paid))
    act.record(reason=reason, why=why)
