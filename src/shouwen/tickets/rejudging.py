"""A ticket is ranked and timed anew when its kinds, category or direction change."""

from typing import Any

from shouwen.handbook import deadlines, priority
from shouwen.handbook.decision import plain
from shouwen.tickets.act import TicketAct
from shouwen.tickets.models import Ticket, Urgency


def rejudge(
    act: TicketAct, *, kind: str = "", clause: str = "", evidence: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Add a kind, if one is given, and answer the limits that hold from now on, as an event keeps them.

    Judged by what is known at this moment: the kinds kept with the ticket, and the customer's grade and brand as now
    on record, so that whoever joined the club meanwhile is promised what a member is (C5.2). A change of grade alone
    moves nothing: limits change by an event of the ticket only, and earlier events keep what was promised then.
    """
    ticket: Ticket = act.subject
    if kind:
        row, made = Urgency.objects.get_or_create(
            ticket=ticket, kind=kind, defaults={"clause": clause, "evidence": plain(evidence or {}), "at": act.at}
        )
        if not made and row.proposed:
            row.proposed, row.evidence, row.at = False, {**row.evidence, **plain(evidence or {})}, act.at
            row.save()
    kinds = tuple(Urgency.objects.filter(ticket=ticket, proposed=False).values_list("kind", flat=True))
    grade, brand = ticket.customer.grade, ticket.customer.brand
    ranked = priority.rank(priority.PriorityFacts(grade=grade, kinds=kinds, said_why=ticket.said_why), act.edition).what
    ticket.priority, ticket.rank = ranked.code, ranked.rank
    rules = deadlines.limits(
        grade=grade,
        brand=brand,
        category=ticket.category,
        kinds=kinds,
        direction=ticket.direction,
        hours=ticket.unit.hours,
        edition=act.edition,
    )
    return {
        clock: {"minutes": rule.minutes, "unit": rule.unit, "because": [rule.clause], "among": plain(rule.among)}
        for clock, rule in rules.items()
        if clock in ("completion", "first_answer")
    }
