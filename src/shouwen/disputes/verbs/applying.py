"""Asking for the money: within one's own authority, or through the chain of it (C4.8.3)."""

from shouwen.disputes.act import DisputeAct, verb
from shouwen.disputes.counted import authority, hold_customer
from shouwen.disputes.limits import step_limits
from shouwen.disputes.models import Application, Dispute
from shouwen.disputes.paying import check_ready, pay
from shouwen.disputes.reads.signing import signers
from shouwen.handbook.authority import Authority
from shouwen.handbook.decision import Decision
from shouwen.handbook.rights import Right
from shouwen.tickets.checks import REASON_CHARACTERS, check_text


def _decided(act: DisputeAct) -> Decision[Authority]:
    """Who decides the amount that is proposed now; nobody else asks for this customer meanwhile."""
    dispute: Dispute = act.subject
    act.require(dispute.amount > 0, "nothing-to-pay")
    hold_customer(dispute)
    return authority(dispute, dispute.amount, act.at, act.edition)


@verb("dispute.granted", needs=Right.DISPUTE, on=Dispute, move="grant")
def grant(act: DisputeAct) -> None:
    """Promise a small refund on the front line's own authority; the manager signs it with the day (C4.8.7)."""
    dispute: Dispute = act.subject
    act.go()
    decided = _decided(act)
    act.require(decided.what.own, "beyond-own-authority", level=decided.what.level, counted=str(decided.what.counted))
    check_ready(act)
    dispute.promised_at = act.at
    refund = pay(act, dispute.proposals.last())
    act.record(
        amount=str(dispute.amount),
        counted=str(decided.what.counted),
        refund=refund.key,
        proof=dispute.proof,
        limits=step_limits(dispute, act.edition, "refund"),
    )


@verb("dispute.applied", needs=Right.DISPUTE, on=Dispute, move="apply")
def apply(act: DisputeAct, *, why: str) -> None:
    """Apply for the amount; the chain is walked level by level up to the one whose limit holds the counted sum."""
    dispute: Dispute = act.subject
    act.go()
    act.require(why.strip(), "say-why")
    check_text(act, why, REASON_CHARACTERS)
    decided = _decided(act)
    act.require(not decided.what.own, "within-own-authority", counted=str(decided.what.counted))
    check_ready(act)
    application = Application.objects.create(
        dispute=dispute,
        number=dispute.applications.count() + 1,
        purpose=Application.Purpose.REFUND,
        proposal=dispute.proposals.last(),
        amount=dispute.amount,
        counted=decided.what.counted,
        earlier=[
            {"about": one.about, "amount": str(one.amount), "at": one.at.isoformat()} for one in decided.what.earlier
        ],
        chain=list(decided.what.chain),
        why=why,
        by=act.actor,
        at=act.at,
    )
    act.record(**applied(application), limits=step_limits(dispute, act.edition, "approval"))
    asked = [one.staff for one in signers(application, act.at)]
    act.waits_for(asked)
    act.tell(asked, "dispute.applied", amount=str(application.amount))


def applied(application: Application) -> dict[str, object]:
    """What an event keeps of an application."""
    return {
        "application": application.number,
        "purpose": application.purpose,
        "amount": str(application.amount),
        "counted": str(application.counted),
        "earlier": application.earlier,
        "levels": application.chain,
        "why": application.why,
    }


def waiting(act: DisputeAct) -> Application:
    """The application that waits for a signature; refuse where none does."""
    found: Application | None = act.subject.applications.filter(state=Application.State.WAITING).first()
    act.require(found is not None, "no-application")
    assert found is not None
    return found


@verb("dispute.recalled", needs=Right.DISPUTE, on=Dispute)
def recall(act: DisputeAct, *, why: str) -> None:
    """Take one's own application back; what was signed for it counts no longer."""
    act.require(why.strip(), "say-why")
    application = waiting(act)
    act.require(application.by_id == getattr(act.actor, "pk", None), "not-applicant")
    act.go("drop_reversal" if application.purpose == Application.Purpose.REVERSAL else "recall")
    application.state, application.ended_at = Application.State.RECALLED, act.at
    application.save(update_fields=["state", "ended_at"])
    signed = [one.by for one in application.signatures.select_related("by")]
    act.record(application=application.number, why=why)
    act.waits_for([])
    act.tell(signed, "dispute.recalled", why=why)
