"""From a promise to the order that billing gets, and back from its answer to the dispute (C4.8.2)."""

from datetime import datetime

from shouwen.disputes.act import DisputeAct, link_to
from shouwen.disputes.models import Application, Dispute, Proposal
from shouwen.disputes.models.dispute import FoundBy
from shouwen.handbook import proofs
from shouwen.handbook.edition import Edition
from shouwen.handbook.papers import PaperFacts, papers_missing
from shouwen.handbook.schema_money import PaperRule
from shouwen.ledger.scoped import Actor
from shouwen.refunds.models import Refund
from shouwen.refunds.ordering import order, reversible

ORIGIN = "dispute"
ACT = "refund_to_account"


def there(dispute: Dispute) -> frozenset[str]:
    """The kinds of paper that the dispute has. A printed reception form of its ticket is on file already (C5.1)."""
    kinds = set(dispute.papers.values_list("kind", flat=True))
    if dispute.ticket is not None and dispute.ticket.printed_forms.exists():
        kinds.add("reception_form")
    return frozenset(kinds)


def missing_papers(dispute: Dispute, edition: Edition) -> tuple[PaperRule, ...]:
    """The papers without which no money goes out, each with the rule that asks for it (C4.8.7, C2.7)."""
    facts = PaperFacts(
        kind=dispute.outcome or "none",
        cause=dispute.cause,
        category=dispute.category,
        own_finding=dispute.found_by == FoundBy.COMPANY,
    )
    return papers_missing(facts, there(dispute), edition)


def check_ready(act: DisputeAct) -> None:
    """Refuse while a paper or the customer's proof of identity is missing (C4.8.7, M11)."""
    dispute: Dispute = act.subject
    lacking = missing_papers(dispute, act.edition)
    act.require(not lacking, "papers-missing", missing=[rule.paper for rule in lacking])
    if dispute.found_by == FoundBy.CUSTOMER:
        act.accept(proofs.accepted(ACT, dispute.proof, act.edition))


def pay(act: DisputeAct, proposal: Proposal | None) -> Refund:
    """Order what was promised: once for each proposal, whatever is clicked."""
    dispute: Dispute = act.subject
    assert proposal is not None
    return order(
        key=f"{dispute.serial}/{proposal.number}",
        origin=ORIGIN,
        about=dispute.serial,
        link=link_to(dispute),
        customer=dispute.customer,
        unit=dispute.unit,
        kind=proposal.kind,
        cause=dispute.cause,
        principal=proposal.principal,
        gift=proposal.gift,
        by=act.actor,
        at=act.at,
        proof=dispute.proof,
    )


def reverse(act: DisputeAct, asked: Application) -> Refund:
    """Order the money back out: a new entry against the one that it reverses; nothing is edited."""
    dispute: Dispute = act.subject
    paid = asked.reverses
    assert paid is not None
    # The gift goes first; an earlier reversal may have taken some of it.
    gift = min(asked.amount, reversible(paid)[1])
    return order(
        key=f"{dispute.serial}/r{asked.number}",
        origin=ORIGIN,
        about=dispute.serial,
        link=link_to(dispute),
        customer=dispute.customer,
        unit=dispute.unit,
        kind="reversal",
        cause=dispute.cause,
        principal=gift - asked.amount,
        gift=-gift,
        by=act.actor,
        at=act.at,
        reverses=paid,
    )


def heard(refund: Refund, at: datetime, by: Actor) -> None:
    """What became of its refund, on the dispute; in the transaction in which the refund learned it."""
    from shouwen.disputes.verbs import answering

    dispute = Dispute.rows.get(serial=refund.about)
    answering.take(dispute.pk, refund, at, by)
