"""A ticket passes from hand to hand; whose it was first asked stays as it is (C3.1, C4.5)."""

from typing import Any

from shouwen.handbook.rights import Right
from shouwen.people.models import SkillGroup, Staff
from shouwen.people.reads import members
from shouwen.tickets.act import TicketAct, verb
from shouwen.tickets.checks import check_text
from shouwen.tickets.models import Ticket
from shouwen.tickets.rejudging import rejudge


@verb("ticket.transferred", needs=Right.TRANSFER, on=Ticket, move="transfer")
def transfer(act: TicketAct, *, to: SkillGroup, tried: str) -> None:
    """Transfer 转派 to a group inside, saying what was tried (C3.1 预处理, C4.5)."""
    ticket: Ticket = act.subject
    act.require(tried.strip(), "say-what-was-tried")
    check_text(act, tried, act.edition.limits.note_characters)
    act.require(to.active, "group-closed", group=to.code)
    was = ticket.group.code if ticket.group else ""
    act.require(not (ticket.state == "queued" and was == to.code), "same-group")
    act.go()
    ticket.group, ticket.holder, ticket.outside = to, None, ""
    act.record(to=to.code, was=was, tried=tried)
    act.tell(list(members([to.pk])), "ticket.transferred", to=to.code)


@verb("ticket.dispatched", needs=Right.DISPATCH, on=Ticket, move="dispatch")
def dispatch(act: TicketAct, *, to: str, why: str, province: bool = False) -> None:
    """Dispatch 外派 to a contractor, a dealer, or another province, which has its own time (C4.5, C5.2)."""
    ticket: Ticket = act.subject
    act.require(to.strip(), "say-to-whom")
    act.require(why.strip(), "say-why")
    check_text(act, why, act.edition.limits.note_characters)
    act.go()
    ticket.outside, ticket.holder = to.strip(), ticket.first_asked
    facts: dict[str, Any] = {"to": ticket.outside, "why": why, "province": province}
    if province and ticket.direction != "out":
        ticket.direction = "out"
        facts["limits"] = rejudge(act, kind="cross_region", clause="C1.3.6", evidence={"dispatched_to": ticket.outside})
    act.record(**facts)
    act.tell([ticket.first_asked], "ticket.dispatched", to=ticket.outside)


@verb("ticket.returned", needs=Right.RETURN, on=Ticket, move="return")
def give_back(act: TicketAct, *, reason: str, why: str) -> None:
    """Return a ticket to whom it was first asked, with the reason; an answered one is taken up again."""
    ticket: Ticket = act.subject
    act.require(reason in act.edition.return_reasons, "unknown-code", value=reason)
    act.require(why.strip(), "say-why")
    check_text(act, why, act.edition.limits.note_characters)
    reopened = ticket.state == "answered"
    act.go()
    ticket.holder, ticket.outside = ticket.first_asked, ""
    if reopened:
        ticket.answered_at = None
        ticket.replies.filter(withdrawn=False).update(withdrawn=True)
    # What made it more urgent while it was answered counts from the start, as if it had never been answered.
    limits = {"limits": rejudge(act)} if reopened else {}
    act.record(reason=reason, why=why, reopened=reopened, **limits)
    act.tell([ticket.first_asked], "ticket.returned", reason=reason, why=why)


@verb("ticket.taken", needs=Right.TAKE, on=Ticket, move="take")
def take(act: TicketAct) -> None:
    """Take a ticket over from the group's queue, or from a colleague of the group who had it."""
    ticket: Ticket = act.subject
    act.require(isinstance(act.actor, Staff), "not-allowed", right=Right.TAKE.value)
    assert isinstance(act.actor, Staff)
    act.require(ticket.group_id in act.actor.group_ids or act.actor.holds("support_lead"), "not-in-group")
    act.require(ticket.holder_id != act.actor.pk, "already-yours")
    was = ticket.holder
    act.go()
    ticket.holder = act.actor
    act.record(was=was.code if was else "")
    act.tell([person for person in (ticket.first_asked, was) if person], "ticket.taken", by=act.actor.code)
