"""What people say a ticket is: urgent for a reason, a repeat or not, of another category, too hard for the branch."""

from shouwen.handbook.batch import matter_key
from shouwen.handbook.rights import Right
from shouwen.people.reads import with_role
from shouwen.tickets.act import TicketAct, verb
from shouwen.tickets.checks import BY_WORD, WHY_CHARACTERS, check_text
from shouwen.tickets.models import Matter, Ticket, Urgency
from shouwen.tickets.rejudging import rejudge

# The kinds that people declare, a sensitive customer by the mark (C1.3); the others follow from facts.
DECLARABLE = BY_WORD | {"sensitive": "C1.3.8"}


@verb("ticket.declared", needs=Right.DECLARE, on=Ticket)
def declare(act: TicketAct, *, kind: str, why: str) -> None:
    """Declare a kind of urgency with a reason, or (kind empty) say why the ticket is urgent all the same (C4.3)."""
    ticket: Ticket = act.subject
    act.require(ticket.is_open, "not-open")
    act.require(why.strip(), "say-why")
    check_text(act, why, WHY_CHARACTERS)
    act.require(not kind or kind in DECLARABLE, "kind-not-declared", kind=kind)
    marked = kind != "sensitive" or ticket.customer.mark(act.at) is not None
    act.require(marked, "kind-not-declared", kind=kind)
    already = bool(kind) and ticket.urgencies.filter(kind=kind, proposed=False).exists()
    act.require(not already, "already-declared", kind=kind)
    if not kind:
        ticket.said_why = why
    evidence = {"by": act.actor.code, "why": why}
    limits = rejudge(act, kind=kind, clause=DECLARABLE.get(kind, ""), evidence=evidence)
    act.record(kind=kind, why=why, limits=limits, priority=ticket.priority)
    if kind == "major":
        act.tell(with_role("support_lead", ticket.unit), "ticket.declared", kind=kind, why=why)


@verb("ticket.repeat_judged", needs=Right.DECLARE, on=Ticket)
def judge_repeat(act: TicketAct, *, confirmed: bool) -> None:
    """Confirm or deny that this is the same matter again; the match and the answer are both kept (C1.3.4)."""
    ticket: Ticket = act.subject
    act.require(ticket.is_open, "not-open")
    act.require(ticket.repeats is not None, "not-a-repeat")
    assert ticket.repeats is not None
    ticket.repeat_confirmed = confirmed
    evidence = {"earlier": ticket.repeats.serial, "confirmed_by": act.actor.code}
    if confirmed:
        limits = rejudge(act, kind="repeat", clause="C1.3.4", evidence=evidence)
    else:
        Urgency.objects.filter(ticket=ticket, kind="repeat").delete()
        limits = rejudge(act)
    act.record(confirmed=confirmed, earlier=ticket.repeats.serial, limits=limits)


@verb("ticket.raised", needs=Right.RAISE, on=Ticket, move="transfer")
def raise_to_province(act: TicketAct, *, why: str, tried: str) -> None:
    """Hand a ticket up that the branch cannot solve: it goes to the provincial company's desk (C1.3.5)."""
    ticket: Ticket = act.subject
    act.require(why.strip(), "say-why")
    act.require(tried.strip(), "say-what-was-tried")
    already = ticket.urgencies.filter(kind="raised", proposed=False).exists()
    act.require(not already, "already-raised")
    province = ticket.unit.above("province")
    group = province.groups.filter(active=True, function="back_office").order_by("code").first()
    act.require(group is not None, "no-group")
    act.go()
    ticket.group, ticket.holder = group, None
    limits = rejudge(act, kind="raised", clause="C1.3.5", evidence={"by": act.actor.code, "why": why})
    act.record(to=group.code, why=why, tried=tried, limits=limits)
    act.tell(with_role("province_desk", province), "ticket.raised", why=why)


@verb("ticket.reclassified", needs=Right.RECLASSIFY, on=Ticket)
def reclassify(act: TicketAct, *, category: str, why: str) -> None:
    """Correct the category, and with it what counts as the same matter; limits follow an international one."""
    ticket: Ticket = act.subject
    act.require(ticket.is_open, "not-open")
    leaf = act.edition.categories.get(category)
    act.require(leaf is not None and not act.edition.categories.children(category), "category-not-leaf")
    act.require(leaf is not None and not leaf.retired, "category-retired", category=category)
    act.require(category != ticket.category, "same-category")
    act.require(why.strip(), "say-why")
    was, ticket.category = ticket.category, category
    key = matter_key(category, ticket.hits_kind, ticket.hits)
    ticket.matter = Matter.objects.get_or_create(key=key)[0]
    limits = rejudge(act)
    act.record(was=was, category=category, why=why, limits=limits)
