"""The limits that a dispute's clocks run by, as its events keep them (C4.8.2, C5.2)."""

from typing import Any

from shouwen.disputes.models import Dispute
from shouwen.handbook.deadlines import LimitRule, limits
from shouwen.handbook.dispute_limits import dispute_limits
from shouwen.handbook.edition import Edition
from shouwen.tickets.opening import kept


def opening_limits(dispute: Dispute, edition: Edition) -> dict[str, Any]:
    """Decided within the complaint's own limit (C5.2), verified within seven working days (C4.8.2)."""
    rules = dispute_limits(edition=edition, completion=_own_limit(dispute, edition), hours=dispute.unit.hours)
    return {clock: kept(rules[clock]) for clock in ("decision", "verification")}


def step_limits(dispute: Dispute, edition: Edition, clock: str) -> dict[str, Any]:
    """The limit of one step, by the unit's working hours."""
    return {clock: kept(dispute_limits(edition=edition, hours=dispute.unit.hours)[clock])}


def _own_limit(dispute: Dispute, edition: Edition) -> LimitRule | None:
    """The completion limit of the complaint that the dispute belongs to; none for what the company found itself."""
    ticket = dispute.ticket
    if ticket is None:
        return None
    return limits(
        category=dispute.category,
        edition=edition,
        grade=dispute.customer.grade,
        brand=dispute.customer.brand,
        kinds=tuple(ticket.urgencies.filter(proposed=False).values_list("kind", flat=True)),
        direction=ticket.direction,
        hours=dispute.unit.hours,
    )["completion"]
