"""Who calls and what would come of it: what the intake shows beside the form, before anything is written."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shouwen.customers.attribution import Home, home
from shouwen.customers.models import Customer
from shouwen.handbook import batch, repeat
from shouwen.handbook.batch import Arrival
from shouwen.handbook.edition import Edition
from shouwen.ledger.asking import load
from shouwen.people.models import Unit
from shouwen.people.standing import standing
from shouwen.tickets.models import Incident, Ticket
from shouwen.tickets.situation import Judgement, Known, Opening, arrivals, is_vip, judge, known, still_open

# An incident that nobody joined for so long takes no more late-comers.
SILENCE = timedelta(hours=24)


@dataclass(frozen=True)
class Caller:
    """Who a number is, what they have open, and what was archived lately (C1.3.4)."""

    number: str
    customer: Customer | None
    home: Home
    unfinished: list[Ticket]
    archived: list[Ticket]


@dataclass(frozen=True)
class Preview:
    """What the handbook would say if the call were handed in now, and how many customers came with the matter
    in the window up to it, this one included.
    """

    about: Known
    found: Judgement
    ordinary: int
    vip: int


def caller(number: str, contacted_at: datetime, edition: Edition) -> Caller:
    """Who the clean number is. A number that nobody knows yet has a home region only."""
    rows = Customer.objects.unscoped("a number may be served at any desk").select_related("group")
    customer = rows.filter(number=number).first()
    if customer is None:
        return Caller(number, None, home(number), [], [])
    at_home = Home(customer.province, customer.city) if customer.city else home(number)
    return Caller(number, customer, at_home, still_open(customer), _archived(customer, contacted_at, edition))


def _archived(customer: Customer, contacted_at: datetime, edition: Edition) -> list[Ticket]:
    since = contacted_at - timedelta(days=31 * (edition.urgency.repeat.calendar_months + 1))
    rows = Ticket.objects.unscoped("a repeat counts wherever it was handled").filter(
        customer=customer, archived_at__gt=since, archived_at__lte=contacted_at, state="archived"
    )
    found = rows.order_by("-archived_at")[:20]
    return [one for one in found if one.archived_at and repeat.is_repeat(one.archived_at, contacted_at, edition)]


def preview(opening: Opening, who: Caller, unit: Unit, edition: Edition, *, at: datetime) -> Preview:
    """The call judged as it stands, also while it is half typed: an empty category or source means "not known"."""
    key = str(who.customer.pk) if who.customer else "?"
    others = arrivals(opening.matter, opening.contacted_at, edition) if opening.category else ()
    about = replace(
        known(who.customer, who.home, unit, groups=standing().candidates, at=at),
        earlier=tuple(one for one in who.archived if one.category == opening.category),
        arrivals=others,
        incident=running_incident(opening.matter, at) if opening.category else None,
    )
    found = judge(opening, about, edition, at=at, who=key)
    newest = Arrival(customer=key, vip=is_vip(about.grade, edition), at=opening.contacted_at)
    window = opening.contacted_at - timedelta(minutes=edition.urgency.batch.window_minutes)
    near = [one for one in others if window <= one.at <= opening.contacted_at]
    ordinary, vip = batch.heads((*near, newest))
    return Preview(about, found, ordinary, vip)


def running_incident(matter: str, at: datetime) -> Incident | None:
    """The incident of the matter that a late-comer joins: open, and not silent for a day (C1.3.3)."""
    of_matter = "JOIN tickets_matter AS m ON m.id = t.matter_id WHERE m.key = %s AND t.closed_at IS NULL"
    incident = next(iter(load(Incident, of_matter, matter)), None)
    if incident is None:
        return None
    newest = incident.tickets.order_by("-contacted_at").values_list("contacted_at", flat=True).first()
    silent = newest is None or at - newest > SILENCE
    return None if silent else incident
