"""What checking brings to light (C4.8.1: check first, then refund)."""

from shouwen.disputes.act import DisputeAct, verb
from shouwen.disputes.models import Dispute, Finding
from shouwen.handbook.rights import Right
from shouwen.tickets.checks import check_text


@verb("dispute.found", needs=Right.DISPUTE, on=Dispute, move="check")
def find(act: DisputeAct, *, result: str, what: str, cause: str = "", final: bool = True) -> None:
    """Write down a finding. `unproven` is never final: checking goes on until the charge is proven right or wrong."""
    dispute: Dispute = act.subject
    act.go()
    act.require(result in act.edition.findings, "unknown-code", value=result)
    act.require(not cause or cause in act.edition.dispute_causes, "unknown-code", value=cause)
    check_text(act, what, act.edition.limits.note_characters)
    final = final and result != "unproven"
    Finding.objects.create(dispute=dispute, result=result, cause=cause, what=what, final=final, by=act.actor, at=act.at)
    dispute.finding = result
    dispute.cause = cause or dispute.cause
    act.record(result=result, cause=dispute.cause, final=final, what=what)
