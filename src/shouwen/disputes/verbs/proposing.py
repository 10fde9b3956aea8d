"""What is to go back: the rule proposes, a person confirms or overrides with a reason (C4.8.6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from shouwen.disputes.act import DisputeAct, verb
from shouwen.disputes.asking import refund_facts
from shouwen.disputes.models import Application, Dispute, Proposal
from shouwen.handbook import doublerefund
from shouwen.handbook.decision import Refused, plain
from shouwen.handbook.rights import Right
from shouwen.ledger.door import Done, together
from shouwen.refunds.verbs import cancel
from shouwen.tickets.checks import REASON_CHARACTERS, check_text

ZERO = Decimal("0.00")
# Nothing goes back by these.
WITHOUT_MONEY = ("none", "refuse")
CHOICES = ("double", "single", "principal", *WITHOUT_MONEY)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The interview's answers, the cause, and what a person chose. Without a kind the rule's proposal is confirmed.

    `principal` and `gift` are for the whole dispute; what went back already is taken off them.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    cause: str = ""
    kind: str = ""
    principal: Decimal = ZERO
    gift: Decimal = ZERO
    override_reason: str = ""
    override_why: str = ""
    proof: str = ""


@verb("dispute.proposed", needs=Right.DISPUTE, on=Dispute, move="propose")
def propose(act: DisputeAct, *, chosen: Chosen) -> None:
    """Confirm the rule's proposal, or put another in its place with a reason that the approver sees."""
    act.go()
    _propose(act, chosen)


@verb("dispute.recalculated", needs=Right.DISPUTE, on=Dispute, move="recalculate")
def _recalculate(act: DisputeAct, *, chosen: Chosen) -> None:
    """Put another amount in the place of one that was applied for or promised: what was signed for it lapses."""
    dispute: Dispute = act.subject
    act.go()
    lapsed = dispute.applications.filter(state__in=(Application.State.WAITING, Application.State.APPROVED)).last()
    if lapsed is not None and lapsed.proposal == dispute.proposals.last():
        lapsed.state, lapsed.ended_at = Application.State.LAPSED, act.at
        lapsed.save(update_fields=["state", "ended_at"])
    dispute.promised_at = None
    _propose(act, chosen, lapsed=lapsed.number if lapsed else None)
    act.waits_for([])


def recalculate(key: int, *, chosen: Chosen, **who: object) -> Done | Refused:
    """The same for a caller: an order that billing has not heard of, or refused, is cancelled first, with the rest.

    So nobody can have the old one tried again beside the new one. Refused when billing may have heard of it: money
    that may be on its way is not recalculated.
    """
    dispute = next(iter(Dispute.objects.seen_by(who["actor"]).filter(pk=key)), None)  # type: ignore[arg-type]
    waiting = list(dispute.refunds().filter(state__in=("due", "refused"))) if dispute else []
    steps = [partial(_cancelled, refund.pk, who) for refund in waiting]
    return together(*steps, lambda before: _recalculate(key, chosen=chosen, **who))


def _cancelled(refund: int, who: dict[str, object], before: Done | None) -> Done | Refused:
    said = {name: value for name, value in who.items() if name != "seen"}
    return cancel(refund, why="recalculated", **said)


def _propose(act: DisputeAct, chosen: Chosen, **facts: object) -> None:
    dispute: Dispute = act.subject
    act.require(dispute.finding, "check-first")
    act.require(dispute.charged > 0, "charge-missing-all")
    act.require(not dispute.refunds().filter(state__in=("sending", "unknown")).exists(), "refund-on-its-way")
    cause = chosen.cause or dispute.cause
    act.require(cause in act.edition.dispute_causes and "." in cause, "cause-missing")
    act.require(not chosen.proof or chosen.proof in act.edition.proofs, "unknown-code", value=chosen.proof)
    ruled = act.accept(doublerefund.propose(refund_facts(dispute, chosen.answers, cause=cause, at=act.at), act.edition))
    proposal = _chosen(act, chosen, ruled.what)
    proposal.answers, proposal.because = dict(chosen.answers), plain(ruled.because)
    proposal.save()
    dispute.cause, dispute.proof = cause, chosen.proof or dispute.proof
    dispute.principal, dispute.gift, dispute.outcome = proposal.principal, proposal.gift, proposal.kind
    act.record(
        number=proposal.number,
        kind=proposal.kind,
        cause=cause,
        principal=str(proposal.principal),
        gift=str(proposal.gift),
        rule=proposal.rule_kind,
        rule_amount=str(proposal.rule_principal + proposal.rule_gift),
        overridden=proposal.overridden,
        reason=chosen.override_reason,
        why=chosen.override_why,
        because=[reason.clause for reason in ruled.because],
        answers=dict(chosen.answers),
        **facts,
    )


def _chosen(act: DisputeAct, chosen: Chosen, rule: doublerefund.Proposal) -> Proposal:
    """The proposal, unsaved: what remains to be paid of what was chosen, beside what the rule says."""
    dispute: Dispute = act.subject
    kind, principal, gift = _choice(act, chosen) if chosen.kind else (rule.kind, rule.principal, rule.gift)
    proposal = Proposal(
        dispute=dispute,
        number=dispute.proposals.count() + 1,
        kind=kind,
        principal=principal,
        gift=gift,
        rule_kind=rule.kind,
        rule_principal=rule.principal,
        rule_gift=rule.gift,
        override_reason=chosen.override_reason,
        override_why=chosen.override_why,
        by=act.actor,
        at=act.at,
    )
    if proposal.overridden:
        known = ("", *act.edition.override_reasons)
        act.require(chosen.override_reason in known, "unknown-code", value=chosen.override_reason)
        act.require(chosen.override_why.strip(), "say-why-otherwise")
        check_text(act, chosen.override_why, REASON_CHARACTERS)
    return proposal


def _choice(act: DisputeAct, chosen: Chosen) -> tuple[str, Decimal, Decimal]:
    """What a person chose, less what went back already."""
    dispute: Dispute = act.subject
    act.require(chosen.kind in CHOICES, "unknown-code", value=chosen.kind)
    _check_amounts(act, chosen.kind, chosen.principal, chosen.gift)
    if dispute.paid == 0 or chosen.kind in WITHOUT_MONEY:
        return chosen.kind, chosen.principal, chosen.gift
    paid_principal, paid_gift = dispute.paid_parts()
    principal, gift = chosen.principal - paid_principal, chosen.gift - paid_gift
    act.require(principal >= 0 and gift >= 0 and principal + gift > 0, "less-than-paid", paid=str(dispute.paid))
    return "rest", principal, gift


def _check_amounts(act: DisputeAct, kind: str, principal: Decimal, gift: Decimal) -> None:
    """Never more than was charged, never a gift beyond the same again, nothing where nothing goes back."""
    dispute: Dispute = act.subject
    act.require(principal >= 0 and gift >= 0, "amount-not-positive")
    act.require(principal <= dispute.charged, "more-than-charged", charged=str(dispute.charged))
    act.require(gift <= principal, "gift-beyond-principal", principal=str(principal))
    act.require((kind == "double") == (gift > 0), "gift-only-when-double")
    act.require((kind in WITHOUT_MONEY) == (principal == 0), "amount-not-positive")
