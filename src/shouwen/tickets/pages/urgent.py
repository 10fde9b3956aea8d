"""Why a ticket is urgent, and why it has its priority: the reasons kept, each with its clause (C1.3, C4.3)."""

from collections.abc import Iterator
from typing import Any

from shouwen.handbook import priority
from shouwen.handbook.decision import Reason
from shouwen.handbook.load import shipped
from shouwen.tickets.models import Ticket, Urgency
from shouwen.tickets.reads.ticket import people


def because(ticket: Ticket, urgencies: list[Urgency]) -> list[Reason]:
    """Every reason for every kind, proposed ones too, and then the priority's own."""
    named = people(_who(row.evidence) for row in urgencies if _who(row.evidence))
    found = [reason for row in urgencies for reason in _reasons(row, named)]
    sure = tuple(row.kind for row in urgencies if not row.proposed)
    facts = priority.PriorityFacts(grade=ticket.customer.grade, kinds=sure, said_why=ticket.said_why)
    ranked = priority.rank(facts, shipped())
    # The customer's card may have changed since: then the card of today is no reason for the priority of then.
    return [*found, *(ranked.because if ranked.what.code == ticket.priority else ())]


def _who(evidence: dict[str, Any]) -> str:
    told = evidence.get("declared-kind", evidence)
    return str(told.get("by") or "")


def _reasons(row: Urgency, named: dict[str, str]) -> Iterator[Reason]:
    """What the intake found stands under its reasons' codes; what a verb added later says itself which it is."""
    known = shipped().reasons
    for code, facts in row.evidence.items():
        if code in known:
            yield Reason(row.clause, code, _named(facts, named))
    later = {key: value for key, value in row.evidence.items() if key not in known}
    if later:
        yield _later(row, _named(later, named))


def _later(row: Urgency, facts: dict[str, Any]) -> Reason:
    if "incident" in facts:
        return Reason(row.clause, "batch-incident", facts)
    if "earlier" in facts:
        return Reason(row.clause, "repeat-confirmed", {"serials": [facts["earlier"]]})
    if "dispatched_to" in facts:
        return Reason(row.clause, "direction-between", {"direction": "out"})
    if row.kind == "raised":
        return Reason(row.clause, "raised-up", facts)
    return Reason(row.clause, "declared-kind", {"kind": row.kind, **facts})


def _named(facts: dict[str, Any], named: dict[str, str]) -> dict[str, Any]:
    by = facts.get("by")
    return {**facts, "by": named.get(by, by)} if by else facts
