"""The same judging as at the desk, asked for many: what is equal among them is asked once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shouwen.calendars.reads import current
from shouwen.customers.bulk import marks
from shouwen.customers.models import Customer, SensitiveMark
from shouwen.handbook import deadlines, priority, urgency
from shouwen.handbook.decision import Decision, Refused
from shouwen.handbook.load import shipped
from shouwen.handbook.repeat import is_repeat
from shouwen.ledger.canonical import Plain, plain
from shouwen.people.models import SkillGroup, Staff
from shouwen.people.standing import standing
from shouwen.tickets.bulk.imported import Imported
from shouwen.tickets.models import Ticket
from shouwen.tickets.opening import kept
from shouwen.tickets.situation import Judgement, Known, direction_of, on_record, route, urgency_facts

# When it was archived, its serial, its key.
Archived = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A row with all that was found: who, what is on record, what the handbook says, and the limits without times."""

    told: Imported
    customer: Customer
    about: Known
    found: Judgement
    group: SkillGroup
    limits: Mapping[str, Any]


class Judging:
    """Judges the rows of one import, whose tickets are first asked of `owner`."""

    def __init__(self, owner: Staff, *, at: datetime) -> None:
        self.owner, self.at, self.edition = owner, at, shipped()
        unit = owner.unit
        self.desk = Known(branch=unit.branch, hours=unit.hours, calendar=current(), groups=standing().candidates)
        self.groups = standing().groups
        self._asked: dict[tuple[Any, ...], Any] = {}

    def judge(
        self, rows: Sequence[Imported], customers: Mapping[str, Customer]
    ) -> Iterator[tuple[Imported, Judged | Refused]]:
        """Each row with what was found, or with the refusal of the routing."""
        marked, earlier = marks(customers), _earlier(customers)
        for told in rows:
            customer = customers[told.opening.number]
            mark = _in_force(marked.get(customer.pk, ()), told.opening.contacted_at)
            about = on_record(customer, mark, self.desk)
            key = (customer.pk, told.opening.category)
            if before := [row for row in earlier.get(key, ()) if self._repeats(row[0], told)]:
                about = replace(about, earlier=tuple(_ticket(customer, told, row) for row in before))
            yield told, self._one(told, customer, about)

    def _one(self, told: Imported, customer: Customer, about: Known) -> Judged | Refused:
        opening, edition = told.opening, self.edition
        direction = direction_of(opening)
        urgent = urgency.judge(urgency_facts(opening, about, edition, (), direction), edition)
        kinds = tuple(kind.kind for kind in urgent.what.kinds)
        ranked = self._once(_rank, about.grade, kinds, opening.said_why)
        limits = self._once(_limits, opening.category, about.grade, about.brand, kinds, direction, about.hours)
        place = (opening.category, opening.column, about.home.city, direction)
        if place not in self._asked:
            self._asked[place] = route(opening.category, opening.column, about, direction, edition)
        routed = self._asked[place]
        if isinstance(routed, Refused):
            return routed
        timeless: Decision[tuple[deadlines.Limit, ...]] = Decision((), (), edition.name)
        found = Judgement(urgent, ranked, timeless, routed, (), kinds)
        group = self.groups[routed.what]
        return Judged(told=told, customer=customer, about=about, found=found, group=group, limits=limits)

    def _once(self, ask: Any, *facts: Any) -> Any:
        key = (ask, *facts)
        if key not in self._asked:
            self._asked[key] = ask(self.edition, *facts)
        return self._asked[key]

    def _repeats(self, ended: datetime | None, told: Imported) -> bool:
        contacted = told.opening.contacted_at
        return ended is not None and ended <= contacted and is_repeat(ended, contacted, self.edition)


def _rank(edition: Any, grade: str, kinds: tuple[str, ...], said_why: str) -> Decision[priority.Priority]:
    return priority.rank(priority.PriorityFacts(grade=grade, kinds=kinds, said_why=said_why), edition)


def _limits(
    edition: Any, category: str, grade: str, brand: str, kinds: tuple[str, ...], direction: Any, hours: str
) -> dict[str, Any]:
    facts = {"grade": grade, "brand": brand, "kinds": kinds, "direction": direction, "hours": hours}
    rules = deadlines.limits(category=category, edition=edition, **facts)
    return Plain(plain({clock: kept(rule) for clock, rule in rules.items()}))


def _earlier(customers: Mapping[str, Customer]) -> dict[tuple[int, str], list[Archived]]:
    """Archived tickets of these customers by category, newest first; as rows, for few of them are repeated."""
    found: dict[tuple[int, str], list[Archived]] = {}
    keys = [customer.pk for customer in customers.values()]
    rows = Ticket.objects.unscoped("a repeat counts wherever it was handled").filter(
        customer__in=keys, state="archived"
    )
    columns = rows.order_by("-archived_at").values_list("customer_id", "category", "archived_at", "serial", "pk")
    for customer, category, *archived in columns:
        found.setdefault((customer, category), []).append(tuple(archived))
    return found


def _ticket(customer: Customer, told: Imported, row: Archived) -> Ticket:
    archived_at, serial, pk = row
    return Ticket(pk=pk, serial=serial, customer=customer, category=told.opening.category, archived_at=archived_at)


def _in_force(found: Sequence[SensitiveMark], when: datetime) -> SensitiveMark | None:
    return next((mark for mark in found if mark.at <= when and (mark.until is None or mark.until > when)), None)
