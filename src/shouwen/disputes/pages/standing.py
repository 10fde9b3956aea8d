"""How the money of a dispute stands: the proposal with its reasons, the chain of signatures, the refunds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.disputes.models import Application, Dispute, Proposal
from shouwen.disputes.pages import wording
from shouwen.disputes.pages.composer import Situation
from shouwen.disputes.paying import ACT, missing_papers
from shouwen.disputes.reads import dispute as reads
from shouwen.handbook.decision import Reason
from shouwen.handbook.load import shipped
from shouwen.tickets.pages import clocks
from shouwen.web import labels


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A proposal as the page shows it: its amounts, and why they are so."""

    row: Proposal
    reasons: list[tuple[str, str, str]]
    answers: list[str]
    because: list[Reason]
    rule_amount: Any


def standing(dispute: Dispute, now: Situation) -> dict[str, Any]:
    """What stands at the right of the page: clocks, proposal, chain of signatures and money."""
    asked = reads.walks(dispute, now.at)
    return {
        "clocks": clocks.shown(reads.latest_clocks(dispute), reads.missed_runs(dispute), now.at),
        "proposed": proposed(reads.proposal(dispute)),
        "walk": asked[0] if asked else None,
        "earlier_walks": asked[1:],
        "refunds": reads.refunds(dispute),
    }


def proposed(row: Proposal | None) -> Proposed | None:
    """The proposal in words."""
    if row is None:
        return None
    return Proposed(
        row=row,
        reasons=wording.sentences(row.because),
        answers=[labels.label("double_options", each) for each in wording.in_order(row.answers)],
        because=labels.reasons(row.because),
        rule_amount=row.rule_principal + row.rule_gift,
    )


def asking(dispute: Dispute, now: Situation) -> dict[str, Any]:
    """What whoever asks for the money should see before: who decides and why, what was counted, what is missing."""
    decided = now.authority
    if decided is None:
        return {}
    accepted = shipped().proof_acts[ACT].accepts
    return {
        "decided": decided.what,
        "decided_because": decided.because,
        "decided_words": _decided_words(decided.what.level, decided.what.chain),
        "lacking": missing_papers(dispute, shipped()),
        "proof_lacks": dispute.found_by == "customer" and dispute.proof not in accepted,
    }


def signing(now: Situation) -> dict[str, Any]:
    """What waits for this person's signature, and what was summed with it."""
    asked = now.waiting
    if asked is None:
        return {"asked": None, "signer": None}
    return {"asked": asked, "signer": now.signer, "asked_earlier": earlier(asked)}


def earlier(asked: Application) -> list[dict[str, Any]]:
    """What was counted together with an application: about what, how much, when."""
    return [
        {"about": row["about"], "amount": wording.money(row["amount"]), "at": datetime.fromisoformat(row["at"])}
        for row in asked.earlier
    ]


def _decided_words(level: str, chain: tuple[str, ...]) -> str:
    return wording.between([labels.label("authority_levels", each) for each in chain or (level,)])
