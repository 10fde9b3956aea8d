"""A complaint comes in (C1, C3.2, C4)."""

from shouwen.calendars.reads import as_of
from shouwen.customers.models import Customer
from shouwen.customers.verbs.arriving import customer_of
from shouwen.handbook.rights import Right
from shouwen.ledger.asking import load, one
from shouwen.ledger.models import Chain
from shouwen.ledger.rows import insert, put
from shouwen.people.models import Staff, Unit
from shouwen.people.standing import Standing, standing
from shouwen.tickets import opening as rows
from shouwen.tickets.act import TicketAct, verb
from shouwen.tickets.at_hand import AtHand, at_hand
from shouwen.tickets.checks import check_opening
from shouwen.tickets.models import Matter
from shouwen.tickets.models.ticket import Fresh
from shouwen.tickets.reads.arriving import running_incident
from shouwen.tickets.situation import Known, Opening, arrivals, earlier, judge, on_record
from shouwen.tickets.verbs.incidents import gather


@verb("ticket.opened", needs=Right.INTAKE)
def open_ticket(act: TicketAct, *, opening: Opening, owner: Staff) -> None:
    """Take a complaint in: judged, ranked, timed, routed, and first asked of `owner` (C3.1), all in one transaction.

    The matter's row is locked while arrivals are counted, so a surge makes exactly one incident (C1.3.3).
    """
    check_opening(act, opening)
    customer = customer_of(act, opening.number)
    matter = _locked_matter(opening)
    there = at_hand(customer, matter, opening, act.edition)
    act.require(opening.separate or there.unfinished is None, "open-complaint", serial=there.unfinished)
    house = standing(there.stamp)
    about = _known(act, opening, customer, owner.unit, house, there)
    found = judge(opening, about, act.edition, at=act.at, who=str(customer.pk))
    group = house.groups[act.accept(found.route).what]
    ticket = rows.build(
        opening, about, found, customer=customer, owner=owner, group=group, number=_number(owner.unit), at=act.at
    )
    act.chain = ticket.chain = Chain(name=f"ticket/{ticket.serial}")
    act.subject, ticket.matter = ticket, matter
    limits = rows.limits(found)
    act.record(**rows.facts(opening, about, found, customer=customer, group=group.code, unit=owner.unit, limits=limits))
    urgencies = rows.urgencies(ticket, found, act.at)
    insert(urgencies)
    ticket.fresh = Fresh(tuple(urgencies), tuple(act.clocks.values()))
    rows.index_words([ticket])
    gather(act, ticket, found.batch, about.incident)


def _locked_matter(opening: Opening) -> Matter:
    known = load(Matter, "WHERE t.key = %s", opening.matter, lock=True)
    if known:
        return known[0]
    # A row of ours is held by being new. Another desk's that came between is waited for, and then held.
    if made := put(Matter, ("key",), [(opening.matter,)], keys=True, ignore=True):
        return Matter(pk=made[0], key=opening.matter)
    return load(Matter, "WHERE t.key = %s", opening.matter, lock=True)[0]


def _known(act: TicketAct, opening: Opening, customer: Customer, unit: Unit, house: Standing, there: AtHand) -> Known:
    desk = Known(
        branch=unit.branch,
        hours=unit.hours,
        calendar=as_of(there.calendar),
        groups=house.candidates,
        earlier=earlier(customer, opening.category, opening.contacted_at, act.edition) if there.archived else (),
        arrivals=arrivals(opening.matter, opening.contacted_at, act.edition) if there.others else (),
        incident=running_incident(opening.matter, act.at) if there.incident else None,
    )
    return on_record(customer, customer.mark(act.at) if there.marked else None, desk)


def _number(unit: Unit) -> int:
    """The unit's next ticket number; its row is locked from here on, so numbers have neither gaps nor twins."""
    number: int = one(
        "UPDATE people_unit SET tickets_made = tickets_made + 1 WHERE id = %s RETURNING tickets_made", unit.pk
    )
    return number
