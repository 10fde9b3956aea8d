"""A complaint comes in (C1, C3.2, C4)."""

from dataclasses import replace

from django.db import IntegrityError

from shouwen.customers import verbs as customer_verbs
from shouwen.customers.attribution import Home, home
from shouwen.customers.models import Customer
from shouwen.handbook.decision import Refused
from shouwen.handbook.rights import Right
from shouwen.ledger.door import Refusal
from shouwen.ledger.writing import begin
from shouwen.people.models import SkillGroup, Staff, Unit
from shouwen.tickets import opening as rows
from shouwen.tickets.act import TicketAct, verb
from shouwen.tickets.checks import check_opening
from shouwen.tickets.models import Matter, Urgency
from shouwen.tickets.reads.arriving import running_incident
from shouwen.tickets.situation import Known, Opening, arrivals, earlier, judge, known, still_open
from shouwen.tickets.verbs.incidents import gather


@verb("ticket.opened", needs=Right.INTAKE)
def open_ticket(act: TicketAct, *, opening: Opening, owner: Staff) -> None:
    """Take a complaint in: judged, ranked, timed, routed, and first asked of `owner` (C3.1), all in one transaction.

    The matter's row is locked while arrivals are counted, so a surge makes exactly one incident (C1.3.3).
    """
    check_opening(act, opening)
    customer = _customer(act, opening)
    matter = _locked_matter(opening)
    if not opening.separate:
        unfinished = still_open(customer, opening.category)
        act.require(not unfinished, "open-complaint", serial=unfinished[0].serial if unfinished else "")
    about = _known(act, opening, customer, matter, owner.unit)
    found = judge(opening, about, act.edition, at=act.at, who=str(customer.pk))
    group = SkillGroup.rows.get(code=act.accept(found.route).what)
    ticket = rows.build(
        opening, about, found, customer=customer, owner=owner, group=group, number=_number(owner.unit), at=act.at
    )
    act.chain = ticket.chain = begin(f"ticket/{ticket.serial}")
    act.subject, ticket.matter = ticket, matter
    limits = rows.limits(found)
    act.record(**rows.facts(opening, about, found, customer=customer, group=group.code, unit=owner.unit, limits=limits))
    Urgency.objects.bulk_create(rows.urgencies(ticket, found, act.at))
    rows.index_words([ticket])
    gather(act, ticket, found.batch, about.incident)


def _customer(act: TicketAct, opening: Opening) -> Customer:
    """The customer of the number, put on record with the number's home region when they are new."""
    rows = Customer.objects.seen_by(act.actor).filter(number=opening.number).select_related("group")
    if customer := rows.first():
        return customer
    at_home = home(opening.number)
    try:
        done = customer_verbs.register(
            actor=act.actor, at=act.at, number=opening.number, province=at_home.province, city=at_home.city
        )
    except IntegrityError as error:
        # Another desk put the number on record at the same moment.
        if "customer_number" not in str(error):
            raise
        return rows.get()
    if isinstance(done, Refused) and done.code == "duplicate":
        return rows.get()
    if isinstance(done, Refused):
        raise Refusal(done)
    return done.subject


def _locked_matter(opening: Opening) -> Matter:
    matter, _ = Matter.objects.select_for_update().get_or_create(key=opening.matter)
    return matter


def _known(act: TicketAct, opening: Opening, customer: Customer, matter: Matter, unit: Unit) -> Known:
    about = known(customer, Home(), unit, at=act.at)
    return replace(
        about,
        earlier=earlier(customer, opening.category, opening.contacted_at, act.edition),
        arrivals=arrivals(matter.key, opening.contacted_at, act.edition),
        incident=running_incident(matter.key, act.at),
    )


def _number(unit: Unit) -> int:
    """The unit's next ticket number; its row is locked, so numbers have neither gaps nor twins."""
    counter = Unit.rows.select_for_update().get(pk=unit.pk)
    counter.tickets_made += 1
    counter.save(update_fields=["tickets_made"])
    return counter.tickets_made
