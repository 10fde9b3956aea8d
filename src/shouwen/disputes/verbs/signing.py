"""Yes or no, level by level (C4.8.3). A no is never counted as consent, whatever the order of clicks."""

from shouwen.disputes.act import DisputeAct, verb
from shouwen.disputes.limits import step_limits
from shouwen.disputes.models import Application, Dispute, Signature
from shouwen.disputes.paying import pay, reverse
from shouwen.disputes.reads.signing import Signer, signer, signers
from shouwen.disputes.verbs.applying import waiting
from shouwen.handbook.rights import Right
from shouwen.tickets.checks import REASON_CHARACTERS, check_text


def _signer(act: DisputeAct, application: Application) -> Signer:
    """How the actor may sign; refuse who applied, who signed already, who is on leave or of another level."""
    key = getattr(act.actor, "pk", None)
    act.require(application.by_id != key, "own-application")
    act.require(not application.signatures.filter(by=key).exists(), "signed-already")
    found = signer(application, act.actor, act.at)  # type: ignore[arg-type]
    act.require(found is not None, "not-your-level", level=application.level)
    assert found is not None
    return found


def _write(act: DisputeAct, application: Application, *, granted: bool, why: str) -> Signature:
    who = _signer(act, application)
    check_text(act, why, REASON_CHARACTERS, empty=granted)
    return Signature.objects.create(
        application=application,
        step=application.step,
        level=application.level,
        granted=granted,
        why=why,
        by=act.actor,
        stands_for=who.stands_for,
        at=act.at,
    )


@verb("dispute.signed", needs=Right.SIGN_REFUND, on=Dispute)
def sign(act: DisputeAct, *, application: int, why: str = "") -> None:
    """Sign the next step of the application of that number. The last signature makes the promise, and orders it."""
    dispute: Dispute = act.subject
    asked = waiting(act)
    # Whoever looked at an earlier application has not seen this one's amount.
    act.require(asked.number == application, "other-application")
    signature = _write(act, asked, granted=True, why=why)
    asked.step += 1
    last = not asked.level
    facts = {
        "application": asked.number,
        "amount": str(asked.amount),
        "level": signature.level,
        "stands_for": signature.stands_for.code if signature.stands_for else None,
        "why": why,
        "last": last,
    }
    if last:
        facts |= _approved(act, asked)
    asked.save(update_fields=["step", "state", "ended_at"])
    act.record(**facts, limits=step_limits(dispute, act.edition, "refund" if last else "approval"))
    next_ones = [one.staff for one in signers(asked, act.at)]
    act.waits_for(next_ones)
    act.tell(next_ones or [asked.by], "dispute.signed", amount=str(asked.amount), level=signature.level)


def _approved(act: DisputeAct, asked: Application) -> dict[str, object]:
    """The last signature was given: what was asked for is ordered, for exactly the amount that was signed."""
    dispute: Dispute = act.subject
    asked.state, asked.ended_at = Application.State.APPROVED, act.at
    if asked.purpose == Application.Purpose.REVERSAL:
        return {"refund": reverse(act, asked).key, "reversal": True}
    act.require(asked.amount == dispute.amount, "amount-changed")
    act.go("approve")
    dispute.promised_at = act.at
    return {"promised": True, "refund": pay(act, asked.proposal).key, "proof": dispute.proof}


@verb("dispute.returned", needs=Right.SIGN_REFUND, on=Dispute)
def give_back(act: DisputeAct, *, application: int, why: str, reason: str = "") -> None:
    """Say no, with what is to be mended. The application ends; what was signed for it counts no longer."""
    act.require(not reason or reason in act.edition.dispute_return_reasons, "unknown-code", value=reason)
    act.require(why.strip(), "say-why")
    asked = waiting(act)
    act.require(asked.number == application, "other-application")
    signature = _write(act, asked, granted=False, why=why)
    act.go("drop_reversal" if asked.purpose == Application.Purpose.REVERSAL else "return")
    asked.state, asked.ended_at = Application.State.RETURNED, act.at
    asked.save(update_fields=["state", "ended_at"])
    act.record(application=asked.number, level=signature.level, reason=reason, why=why)
    act.tell([asked.by], "dispute.returned", why=why)
