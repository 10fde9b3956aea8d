"""Money that should not have gone back: never without approval, always as a new entry (C4.8.1)."""

from decimal import Decimal

from shouwen.disputes.act import DisputeAct, verb
from shouwen.disputes.counted import hold_customer
from shouwen.disputes.limits import step_limits
from shouwen.disputes.models import Application, Dispute
from shouwen.disputes.reads.signing import signers
from shouwen.disputes.verbs.applying import applied
from shouwen.handbook.authority import AuthorityFacts, decide
from shouwen.handbook.decision import Refused
from shouwen.handbook.rights import Right
from shouwen.ledger.door import Done, together
from shouwen.refunds.models import Refund
from shouwen.refunds.ordering import reversible
from shouwen.refunds.verbs import cancel
from shouwen.tickets.checks import REASON_CHARACTERS, check_text


@verb("dispute.reversal_asked", needs=Right.DISPUTE, on=Dispute, move="ask_reversal")
def ask_reversal(act: DisputeAct, *, refund: str, amount: Decimal, why: str) -> None:
    """Apply for taking back part or all of one refund; even a small one needs a signature above the front line."""
    dispute: Dispute = act.subject
    before = dispute.state
    act.go()
    dispute.reversed_from = before
    act.require(why.strip(), "say-why")
    check_text(act, why, REASON_CHARACTERS)
    paid: Refund | None = dispute.refunds().filter(key=refund, reverses=None, state=Refund.State.DONE).first()
    act.require(paid is not None, "refund-not-reversible")
    assert paid is not None
    left = sum(reversible(paid), Decimal("0.00"))
    act.require(0 < amount <= left, "reversal-too-much", left=str(left))
    hold_customer(dispute)
    decided = act.accept(decide(AuthorityFacts(amount=amount, at=act.at, earlier=()), act.edition)).what
    levels = list(act.edition.authority.levels)
    application = Application.objects.create(
        dispute=dispute,
        number=dispute.applications.count() + 1,
        purpose=Application.Purpose.REVERSAL,
        reverses=paid,
        amount=amount,
        counted=amount,
        chain=list(decided.chain) or [levels[levels.index(act.edition.authority.own) + 1]],
        why=why,
        by=act.actor,
        at=act.at,
    )
    act.record(**applied(application), refund=paid.key, limits=step_limits(dispute, act.edition, "approval"))
    asked = [one.staff for one in signers(application, act.at)]
    act.waits_for(asked)
    act.tell(asked, "dispute.reversal_asked", amount=str(amount))


@verb("dispute.reversal_dropped", needs=Right.DISPUTE, on=Dispute, move="drop_reversal")
def _drop(act: DisputeAct, *, why: str) -> None:
    """Give up a reversal that was signed: what went back stays with the customer, the dispute goes on where it was."""
    dispute: Dispute = act.subject
    act.require(why.strip(), "say-why")
    check_text(act, why, REASON_CHARACTERS)
    waits = dispute.applications.filter(state=Application.State.WAITING).exists()
    act.go()
    act.require(not waits, "application-waits")
    ordered = dispute.refunds().exclude(reverses=None)
    act.require(not ordered.filter(state__in=("sending", "unknown")).exists(), "refund-on-its-way")
    signed = dispute.applications.filter(purpose=Application.Purpose.REVERSAL).last()
    assert signed is not None
    signed.state, signed.ended_at = Application.State.LAPSED, act.at
    signed.save(update_fields=["state", "ended_at"])
    act.record(application=signed.number, amount=str(signed.amount), why=why)
    act.tell([signed.by], "dispute.reversal_dropped", amount=str(signed.amount), why=why)


def drop_reversal(key: int, *, why: str, **who: object) -> Done | Refused:
    """The same for a caller: where billing refuses the reversal, or was not sent it yet, its order is cancelled too.

    Refused when billing may have heard of it: that is waited for.
    """
    dispute = next(iter(Dispute.objects.seen_by(who["actor"]).filter(pk=key)), None)  # type: ignore[arg-type]
    left = dispute.refunds().filter(state__in=("due", "refused")).exclude(reverses=None) if dispute else ()
    said = {name: value for name, value in who.items() if name != "seen"}
    steps = [lambda before, refund=refund: cancel(refund.pk, why=why, **said) for refund in left]
    return together(*steps, lambda before: _drop(key, why=why, **who))
