"""Proving who the customer is 身份验证 (M11): which credential opens which act. No secret is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shouwen.handbook.decision import Decision, Reason, Refused

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition


def accepted(act: str, proof: str, edition: Edition) -> Decision[str] | Refused:
    """The credential's code where it opens the act; refused with those that do where it doesn't.

    An unknown act is a bug: KeyError.
    """
    rule = edition.proof_acts[act]
    if not proof:
        return Refused.of(edition, "proof-missing", act=act, accepted=rule.accepts)
    if proof not in edition.proofs:
        return Refused.of(edition, "unknown-code", value=proof)
    if proof not in rule.accepts:
        return Refused.of(edition, "proof-not-accepted", act=act, proof=proof, accepted=rule.accepts)
    return Decision(proof, (Reason(rule.clause, "proof-seen", {"act": act, "proof": proof}),), edition.name)


def disclosed(reason: str, proof: str, edition: Edition) -> str | Refused:
    """The proof that a disclosure for that reason of the list rests on; "" where it rests on none (M4, M11)."""
    wanted = edition.disclosure[reason].proofs
    if not wanted:
        return ""
    opened = accepted("disclosure", proof, edition)
    if isinstance(opened, Refused):
        return opened
    if proof not in wanted:
        return Refused.of(edition, "proof-not-accepted", act="disclosure", proof=proof, accepted=wanted)
    return proof


def openers(act: str, edition: Edition) -> tuple[str, ...]:
    """The credentials that open the act, in the order of the edition."""
    return tuple(code for code in edition.proofs if code in edition.proof_acts[act].accepts)
