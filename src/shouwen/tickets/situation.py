"""What the desk knows when a complaint comes in, gathered for the handbook's rules. Reads, never writes."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from shouwen.calendars.reads import current
from shouwen.customers.attribution import Home
from shouwen.customers.models import Customer, SensitiveMark
from shouwen.handbook import batch, deadlines, priority, repeat, routing, urgency
from shouwen.handbook.batch import Arrival
from shouwen.handbook.decision import Decision, Refused
from shouwen.handbook.edition import Edition
from shouwen.handbook.schema import Direction
from shouwen.handbook.worktime import Calendar
from shouwen.ledger.asking import ask, load, moment
from shouwen.people.models import Unit
from shouwen.tickets.models import Incident, Ticket

# Neither is scoped: a chase goes to wherever the ticket is, and a surge is counted across desks.
UNFINISHED = """
SELECT serial FROM tickets_ticket
WHERE customer_id = %s AND category = %s AND state NOT IN ('archived', 'voided')
ORDER BY contacted_at DESC LIMIT 1
"""
ARRIVALS = """
SELECT t.customer_id, c.grade, t.contacted_at
FROM tickets_ticket AS t JOIN customers_customer AS c ON c.id = t.customer_id
WHERE t.matter_id = (SELECT id FROM tickets_matter WHERE key = %s) AND t.contacted_at BETWEEN %s AND %s
AND t.state <> 'voided' AND NOT t.imported
ORDER BY t.contacted_at LIMIT 2000
"""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What the front desk hands in. Times are UTC; `number` is clean digits; `declared` are (kind, why)."""

    column: str = "complaint"
    way: str = "submit"
    number: str
    category: str
    source: str
    text: str
    contacted_at: datetime
    contact_phone: str = ""
    evidence: str = ""
    hits_kind: batch.HitKind = ""
    hits: str = ""
    said_why: str = ""
    direction: Direction = "none"
    declared: tuple[tuple[str, str], ...] = ()
    repeat_confirmed: bool | None = None
    separate: bool = False
    external_id: str | None = None

    @property
    def matter(self) -> str:
        """The key of "the same matter" (C1.3.3)."""
        return batch.matter_key(self.category, self.hits_kind, self.hits)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is on record about the customer, the matter and the desk at the moment of intake."""

    grade: str = ""
    brand: str = ""
    group_grade: str = ""
    key_person: bool = False
    government: bool = False
    sensitive: urgency.SensitiveMark | None = None
    home: Home = Home()
    earlier: tuple[Ticket, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    incident: Incident | None = None
    branch: Unit
    hours: str
    calendar: Calendar
    groups: tuple[routing.Group, ...]


@dataclass(frozen=True)
class Judgement:
    """Everything that the handbook says of an opening, each with its reasons."""

    urgency: Decision[urgency.Urgency]
    priority: Decision[priority.Priority]
    deadlines: Decision[tuple[deadlines.Limit, ...]]
    route: Decision[str] | Refused
    batch: tuple[Arrival, ...] = ()
    kinds: tuple[str, ...] = field(default=())


def known(
    customer: Customer | None, home: Home, unit: Unit, *, groups: tuple[routing.Group, ...], at: datetime
) -> Known:
    """What is on record about a customer, or about nobody yet."""
    nobody = Known(branch=unit.branch, hours=unit.hours, calendar=current(), groups=groups, home=home)
    return on_record(customer, customer.mark(at), nobody) if customer else nobody


def on_record(customer: Customer, mark: SensitiveMark | None, desk: Known) -> Known:
    """What is on record about a customer with the mark in force, at a desk of which the rest is known."""
    sensitive = None
    if mark:
        sensitive = urgency.SensitiveMark(by=mark.by.code if mark.by else "", why=mark.why, until=mark.until)
    return replace(
        desk,
        grade=customer.grade,
        brand=customer.brand,
        group_grade=customer.group.grade if customer.group else "",
        key_person=customer.key_person,
        government=customer.government,
        sensitive=sensitive,
        home=Home(customer.province, customer.city) if customer.city else desk.home,
    )


def earlier(customer: Customer, category: str, contacted_at: datetime, edition: Edition) -> tuple[Ticket, ...]:
    """Archived tickets of the customer and matter that make a new one a repeat (C1.3.4), newest first."""
    since = contacted_at - timedelta(days=31 * (edition.urgency.repeat.calendar_months + 1))
    # Not scoped: a repeat counts wherever it was handled.
    theirs = "WHERE t.customer_id = %s AND t.category = %s AND t.state = 'archived'"
    lately = "AND t.archived_at > %s AND t.archived_at <= %s ORDER BY t.archived_at DESC LIMIT 10"
    found = load(Ticket, f"{theirs} {lately}", customer.pk, category, since, contacted_at)
    return tuple(t for t in found if t.archived_at and repeat.is_repeat(t.archived_at, contacted_at, edition))


def still_open(customer: Customer, category: str = "") -> list[Ticket]:
    """Open tickets of the customer, of one category or of any: to be chased rather than told anew."""
    rows = Ticket.objects.unscoped("a chase goes to wherever the ticket is").filter(customer=customer)
    rows = rows.exclude(state__in=("archived", "voided")).order_by("-contacted_at")
    return list(rows.filter(category=category) if category else rows)[:20]


def arrivals(matter: str, contacted_at: datetime, edition: Edition) -> tuple[Arrival, ...]:
    """Who else came with the matter within reach of the window, each customer at their own times."""
    reach = timedelta(minutes=edition.urgency.batch.window_minutes)
    found = ask(ARRIVALS, matter, contacted_at - reach, contacted_at + reach)
    return tuple(Arrival(customer=str(pk), vip=is_vip(grade, edition), at=moment(when)) for pk, grade, when in found)


def is_vip(grade: str, edition: Edition) -> bool:
    """Whether a grade is one of the customer club 俱乐部."""
    return grade in edition.grades and edition.grades[grade].club


def judge(opening: Opening, about: Known, edition: Edition, *, at: datetime, who: str = "?") -> Judgement:
    """Ask every chapter in turn. `who` is the key of the customer, so that the surge counts them once."""
    direction = direction_of(opening)
    surge: tuple[Arrival, ...] = ()
    if who:
        newest = Arrival(customer=who, vip=is_vip(about.grade, edition), at=opening.contacted_at)
        surge = batch.batch_set((*about.arrivals, newest), newest, edition)
    urgent = urgency.judge(urgency_facts(opening, about, edition, surge, direction), edition)
    kinds = tuple(kind.kind for kind in urgent.what.kinds)
    ranked = priority.rank(priority.PriorityFacts(grade=about.grade, kinds=kinds, said_why=opening.said_why), edition)
    timed = deadlines.decide(
        deadlines.DeadlineFacts(
            contacted_at=opening.contacted_at,
            entered_at=at,
            category=opening.category,
            grade=about.grade,
            brand=about.brand,
            kinds=kinds,
            direction=direction,
            hours=about.hours,
            calendar=deadlines.calendar_facts(about.calendar),
        ),
        edition,
    )
    routed = route(opening.category, opening.column, about, direction, edition)
    return Judgement(urgent, ranked, timed, routed, surge, kinds)


def direction_of(opening: Opening) -> Direction:
    """A complaint that another province sent us comes in; what we send away is said by the dispatch itself."""
    return "in" if opening.source == "other_province" else opening.direction


def route(
    category: str,
    column: str,
    about: Known,
    direction: Direction,
    edition: Edition,
) -> Decision[str] | Refused:
    """The skill group that the ticket belongs to, of those that work can be sent to (C4.4)."""
    facts = routing.RoutingFacts(
        category=category,
        column=column,
        home_city=about.home.city,
        branch_city=about.branch.city,
        direction=direction,
        groups=about.groups,
        working_day=True,
    )
    return routing.route(facts, edition)


def urgency_facts(
    opening: Opening, about: Known, edition: Edition, surge: tuple[Arrival, ...], direction: Direction
) -> urgency.UrgencyFacts:
    counted = None
    if surge or about.incident:
        vip = {arrival.customer for arrival in surge if arrival.vip}
        everyone = {arrival.customer for arrival in surge}
        incident = about.incident.code if about.incident else None
        counted = urgency.BatchCount(ordinary=len(everyone - vip), vip=len(vip), incident=incident)
    return urgency.UrgencyFacts(
        category=opening.category,
        source=opening.source,
        grade=about.grade,
        brand=about.brand,
        group_grade=about.group_grade,
        key_person=about.key_person,
        government=about.government,
        sensitive=about.sensitive,
        text=opening.text,
        declared=tuple(urgency.Declared(kind=kind, by="", why=why) for kind, why in opening.declared),
        home_city=about.home.city,
        home_province=about.home.province,
        branch_city=about.branch.city,
        branch_province=about.branch.province,
        direction=direction,
        earlier=tuple(_earlier_facts(ticket, opening) for ticket in about.earlier),
        batch=counted,
        raised=False,
        contacted_at=opening.contacted_at,
    )


def _earlier_facts(ticket: Ticket, opening: Opening) -> urgency.Earlier:
    assert ticket.archived_at is not None
    return urgency.Earlier(
        serial=ticket.serial,
        archived_at=ticket.archived_at,
        category=ticket.category,
        confirmed=opening.repeat_confirmed,
    )
