"""A surge becomes one incident: the earlier ones are marked and tightened, the later ones join (C1.3.3)."""

from shouwen.handbook.batch import Arrival
from shouwen.handbook.decision import Refused
from shouwen.handbook.rights import Right
from shouwen.ledger import door
from shouwen.ledger.door import Act, Refusal
from shouwen.ledger.models import Chain
from shouwen.ledger.writing import begin, lock
from shouwen.people.models import Unit
from shouwen.people.reads import with_role
from shouwen.people.system import System
from shouwen.tickets.act import TicketAct, verb
from shouwen.tickets.models import Incident, Ticket
from shouwen.tickets.opening import incident_code
from shouwen.tickets.rejudging import rejudge

SILENCE_KEEPER = System("system:incidents")
# The note of an incident that ended by itself; its words are made at display.
SILENT = "silent"


@door.verb("incident.opened", needs=Right.INTAKE)
def open_incident(act: Act, *, ticket: Ticket) -> None:
    """Declare the incident. The caller holds the matter's lock, so there is never a second one."""
    # Two surges of one branch at the same moment must not take one number.
    Unit.rows.select_for_update().get(pk=ticket.branch_id)
    number = Incident.objects.filter(branch=ticket.branch).count() + 1
    code = incident_code(number, ticket.branch, act.at)
    act.chain = begin(f"incident/{code}")
    act.subject = Incident(
        matter=ticket.matter,
        branch=ticket.branch,
        code=code,
        category=ticket.category,
        hits_kind=ticket.hits_kind,
        hits=ticket.hits,
        opened_at=act.at,
    )
    act.record(matter=ticket.matter.key, ticket=ticket.serial)


@verb("ticket.joined_batch", needs=Right.INTAKE, on=Ticket)
def join_incident(act: TicketAct, *, incident: Incident) -> None:
    """Mark a ticket as part of the incident and tighten its clocks."""
    ticket: Ticket = act.subject
    ticket.incident = incident
    limits = rejudge(act, kind="batch", clause="C1.3.3", evidence={"incident": incident.code})
    act.record(incident=incident.code, limits=limits)


@door.verb("incident.closed", needs=Right.MANAGE_INCIDENTS)
def close_incident(act: Act, *, incident: Incident, note: str) -> None:
    """Say that the surge is over; complaints of the matter that come later are judged anew."""
    act.require(note.strip(), "say-why")
    act.chain = lock(Chain.objects.get(name=f"incident/{incident.code}").pk)
    incident = Incident.objects.get(pk=incident.pk)
    act.require(incident.closed_at is None, "incident-closed")
    incident.closed_at, incident.note = act.at, note
    act.subject = incident
    act.record(note=note)


def gather(act: TicketAct, ticket: Ticket, surge: tuple[Arrival, ...], incident: Incident | None) -> None:
    """After an opening: make the incident if this ticket made the surge, and bring in all that belong to it."""
    if incident is None and not surge:
        return
    if incident is None:
        _end_silent_ones(act, ticket)
        incident = _done(open_incident(actor=act.actor, at=act.at, ticket=ticket)).subject
        assert incident is not None
        _tell_leads(act, ticket, incident)
    ticket.incident = incident
    ticket.save(update_fields=["incident"])
    _bring_in(act, ticket, surge, incident)
    everyone = incident.tickets.values("customer").distinct().count()
    Incident.objects.filter(pk=incident.pk).update(customers=everyone)


def _end_silent_ones(act: TicketAct, ticket: Ticket) -> None:
    """An incident that nobody joined for a day and nobody closed is over when the next surge of its matter comes."""
    for old in Incident.objects.filter(matter=ticket.matter, closed_at=None):
        _done(close_incident(actor=SILENCE_KEEPER, at=act.at, incident=old, note=SILENT))


def _bring_in(act: TicketAct, ticket: Ticket, surge: tuple[Arrival, ...], incident: Incident) -> None:
    """Mark the earlier tickets of the surge, wherever in the company they stand."""
    if not surge:
        return
    first, last = min(arrival.at for arrival in surge), max(arrival.at for arrival in surge)
    earlier = Ticket.objects.unscoped("a surge crosses desks").filter(
        matter=ticket.matter, contacted_at__gte=first, contacted_at__lte=last, incident=None, imported=False
    )
    open_ones = earlier.exclude(pk=ticket.pk).exclude(state__in=("archived", "voided")).order_by("chain_id")
    for pk in list(open_ones.values_list("pk", flat=True)):
        _done(join_incident(pk, actor=System(act.actor.code), at=act.at, incident=incident))


def _tell_leads(act: TicketAct, ticket: Ticket, incident: Incident) -> None:
    leads = with_role("support_lead", ticket.unit) or with_role("branch_lead", ticket.unit)
    act.tell(leads, "incident.opened", incident=incident.code, category=ticket.category)


def _done(answer: door.Done | Refused) -> door.Done:
    if isinstance(answer, Refused):
        raise Refusal(answer)
    return answer
