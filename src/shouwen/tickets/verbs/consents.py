"""What needs another person's yes: to hold, to void, to hand over what was first asked of oneself (C3.1, C5.1)."""

from shouwen.handbook.rights import Right
from shouwen.people.models import Staff
from shouwen.people.reads import managers
from shouwen.tickets.act import TicketAct, verb
from shouwen.tickets.checks import REASON_CHARACTERS, check_text
from shouwen.tickets.models import Consent, Ticket

PENDING = {"hold": "hold-asked", "void": "void-asked", "handover": "handover-pending"}
MISSING = {"hold": "hold-not-asked", "void": "void-not-asked", "handover": "no-handover"}


def _sees(person: Staff, ticket: Ticket) -> bool:
    """Whether the ticket is inside what a person may see already; nobody owns what they cannot open."""
    return person.may(Right.READ, ticket)


def _ask(act: TicketAct, kind: str, *, reason: str = "", why: str, of: Staff | None = None) -> None:
    """Put a question to a manager, or to one person."""
    ticket: Ticket = act.subject
    act.require(why.strip(), "say-why")
    check_text(act, why, REASON_CHARACTERS)
    pending = ticket.consents.filter(kind=kind, decided_at=None).exists()
    act.require(not pending, PENDING[kind])
    Consent.objects.create(
        ticket=ticket, kind=kind, reason=reason, why=why, asked_by=act.actor, asked_at=act.at, asked_of=of
    )


def _waiting(act: TicketAct, kind: str) -> Consent:
    """The question of that kind that waits; refuse where none does."""
    asked: Consent | None = act.subject.consents.filter(kind=kind, decided_at=None).first()
    act.require(asked is not None, MISSING[kind])
    assert asked is not None
    return asked


def _require_owner(act: TicketAct) -> None:
    """Refuse whoever neither was first asked nor may consent for the ticket's unit."""
    mine = act.subject.first_asked_id == getattr(act.actor, "pk", None)
    act.require(mine or act.actor.may(Right.CONSENT, act.subject), "not-first-asked")


def _decide(act: TicketAct, kind: str, granted: bool) -> Consent:
    """Answer what was asked; refuse where nothing was, whoever was not asked, and whoever asked a manager themselves.

    What was asked of one person is theirs to answer: a manager may offer a ticket to themselves.
    """
    asked = _waiting(act, kind)
    who = getattr(act.actor, "pk", None)
    act.require(asked.asked_of_id in (None, who), "not-receiver")
    act.require(asked.asked_of_id or asked.asked_by_id != who, "own-request")
    asked.decided_by, asked.decided_at, asked.granted = act.actor, act.at, granted
    asked.save()
    return asked


@verb("ticket.hold_asked", needs=Right.ASK_HOLD, on=Ticket)
def ask_hold(act: TicketAct, *, reason: str, why: str) -> None:
    """Ask the manager to hold the ticket for the customer's own reason."""
    act.require(
        act.subject.state in act.edition.moves["hold"].from_, "move-not-allowed", move="hold", state=act.subject.state
    )
    act.require(reason in act.edition.hold_reasons, "unknown-code", value=reason)
    _ask(act, Consent.Kind.HOLD, reason=reason, why=why)
    act.record(reason=reason, why=why)
    act.tell(managers(act.subject.unit, besides=act.actor.code), "ticket.hold_asked", reason=reason, why=why)


@verb("ticket.held", needs=Right.CONSENT, on=Ticket, move="hold")
def hold(act: TicketAct) -> None:
    """Consent to the hold: internal clocks pause, the statutory one never does (L1)."""
    asked = _decide(act, Consent.Kind.HOLD, True)
    before = act.subject.state
    act.go()
    act.subject.held_from = before
    act.record(reason=asked.reason, asked_by=asked.asked_by.code)
    act.tell([asked.asked_by], "ticket.held", reason=asked.reason)


@verb("ticket.hold_refused", needs=Right.CONSENT, on=Ticket)
def refuse_hold(act: TicketAct, *, why: str) -> None:
    """Do not consent to the hold."""
    act.require(why.strip(), "say-why")
    asked = _decide(act, Consent.Kind.HOLD, False)
    act.record(why=why, asked_by=asked.asked_by.code)
    act.tell([asked.asked_by], "ticket.hold_refused", why=why)


@verb("ticket.resumed", needs=Right.RESUME, on=Ticket, move="resume")
def resume(act: TicketAct) -> None:
    """Go on where it was held; the paused clocks take up what is left of them."""
    act.go()
    act.subject.held_from = ""
    act.record()
    act.tell([person for person in (act.subject.first_asked, act.subject.holder) if person], "ticket.resumed")


@verb("ticket.void_asked", needs=Right.ASK_VOID, on=Ticket)
def ask_void(act: TicketAct, *, reason: str, why: str) -> None:
    """Ask the manager to void a ticket that was wrongly made; it is never deleted (C5.1)."""
    act.require(act.subject.is_open, "not-open")
    act.require(reason in act.edition.void_reasons, "unknown-code", value=reason)
    _ask(act, Consent.Kind.VOID, reason=reason, why=why)
    act.record(reason=reason, why=why)
    act.tell(managers(act.subject.unit, besides=act.actor.code), "ticket.void_asked", reason=reason, why=why)


@verb("ticket.voided", needs=Right.CONSENT, on=Ticket, move="void")
def void(act: TicketAct) -> None:
    """Sign the void. It is never deleted (C5.1)."""
    asked = _decide(act, Consent.Kind.VOID, True)
    act.go()
    act.record(reason=asked.reason, asked_by=asked.asked_by.code)
    act.tell([asked.asked_by], "ticket.voided", reason=asked.reason)


@verb("ticket.void_refused", needs=Right.CONSENT, on=Ticket)
def refuse_void(act: TicketAct, *, why: str) -> None:
    """Do not sign the void."""
    act.require(why.strip(), "say-why")
    asked = _decide(act, Consent.Kind.VOID, False)
    act.record(why=why, asked_by=asked.asked_by.code)
    act.tell([asked.asked_by], "ticket.void_refused", why=why)


@verb("ticket.handover_offered", needs=Right.HAND_OVER, on=Ticket)
def offer_handover(act: TicketAct, *, to: Staff, why: str) -> None:
    """Offer first-asked responsibility to a colleague; it stays where it is until they accept (C3.1)."""
    ticket: Ticket = act.subject
    act.require(ticket.is_open, "not-open")
    _require_owner(act)
    act.require(to.is_active, "staff-inactive")
    act.require(to.pk != ticket.first_asked_id, "handover-to-self")
    act.require(_sees(to, ticket), "staff-out-of-scope")
    _ask(act, Consent.Kind.HANDOVER, why=why, of=to)
    act.record(to=to.code, why=why)
    act.tell([to], "ticket.handover_offered", to=to.code, why=why)


@verb("ticket.handover_accepted", needs=Right.HAND_OVER, on=Ticket)
def accept_handover(act: TicketAct) -> None:
    """Accept first-asked responsibility: from now on the ticket is this person's to the end (C3.1)."""
    ticket: Ticket = act.subject
    act.require(ticket.is_open, "not-open")
    _decide(act, Consent.Kind.HANDOVER, True)
    was, ticket.first_asked = ticket.first_asked, act.actor
    if ticket.holder_id == was.pk:
        ticket.holder = ticket.first_asked
    act.record(was=was.code, now=act.actor.code)
    act.tell([was], "ticket.handover_accepted", by=act.actor.code)


@verb("ticket.handover_declined", needs=Right.HAND_OVER, on=Ticket)
def decline_handover(act: TicketAct, *, why: str) -> None:
    """Decline; the ticket stays with whom it was first asked."""
    act.require(why.strip(), "say-why")
    _decide(act, Consent.Kind.HANDOVER, False)
    act.record(why=why)
    act.tell([act.subject.first_asked], "ticket.handover_declined", why=why)


@verb("ticket.handover_withdrawn", needs=Right.HAND_OVER, on=Ticket)
def withdraw_handover(act: TicketAct) -> None:
    """Take back an offer that waits, in whatever state the ticket is: no answer is awaited any more (C3.1).

    So nothing hangs on a colleague who left or who no longer sees the ticket; it may be offered to another.
    """
    _require_owner(act)
    asked = _waiting(act, Consent.Kind.HANDOVER)
    assert asked.asked_of is not None
    # Neither granted nor declined: `granted` stays empty.
    asked.decided_by, asked.decided_at = act.actor, act.at
    asked.save()
    act.record(to=asked.asked_of.code)
    people = {person.pk: person for person in (asked.asked_of, asked.asked_by, act.subject.first_asked)}
    act.tell(list(people.values()), "ticket.handover_withdrawn", to=asked.asked_of.code, by=act.actor.code)
