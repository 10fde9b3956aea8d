"""Sheets of days: whose they are, what waits for a signature, and what was not handed in (C4.8.7)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from shouwen.handbook.money import total
from shouwen.handbook.rights import Right
from shouwen.people.models import Staff, Unit
from shouwen.selfchecks.gathering import Gatherer
from shouwen.selfchecks.models import Day, DayLine
from shouwen.selfchecks.owning import day_of, grouped, unlisted

# What is shown of a day that is not over yet, at most.
TODAY = 300
SELECTED = ("refund__customer", "refund__ordered_by", "refund__unit", "by")


@dataclass(frozen=True)
class Coming:
    """What somebody has not handed in yet of a day that is not over."""

    clerk: Staff
    unit: Unit
    count: int
    total: Decimal


def listed(person: Staff, *, signed: bool = False) -> QuerySet[Day]:
    """The sheets of the reader's part of the tree: the open ones with the oldest first, or the signed ones."""
    seen = Day.objects.seen_by(person).filter(_under(person))
    rows = seen.filter(state=Day.State.SIGNED) if signed else seen.exclude(state=Day.State.SIGNED)
    counted = rows.select_related("clerk", "unit").annotate(all_lines=Count("lines"))
    return counted.order_by("-day", "-pk") if signed else counted.order_by("day", "pk")


def coming(person: Staff, at: datetime) -> list[Coming]:
    """What the reader's clerks have still to hand in today."""
    rows = unlisted(day_of(at)).filter(_under(person))[:TODAY]
    found = []
    codes: dict[str, Staff] = {}
    groups = grouped(Gatherer().gather(list(rows)))
    codes = {staff.code: staff for staff in Staff.objects.filter(code__in={code for code, _, _ in groups})}
    for (code, _, _), gathered in groups.items():
        if code in codes:
            refunds = [one.refund for one in gathered]
            found.append(Coming(codes[code], refunds[0].unit, len(refunds), total(one.total for one in refunds)))
    return sorted(found, key=lambda one: (one.unit.path, one.clerk.code))


def waiting(person: Staff) -> int:
    """How many sheets wait for this person's signature, or may."""
    return Day.objects.seen_by(person).filter(_under(person), waiting__gt=0).exclude(clerk=person).count()


def mine(person: Staff, day: date) -> list[Day]:
    """One's own sheets of a day."""
    rows = Day.objects.seen_by(person).filter(clerk=person, day=day)
    return list(rows.select_related("chain", "clerk", "unit").order_by("number"))


def with_me(person: Staff) -> list[Day]:
    """One's own sheets of whatever day that were missed, or of which something was returned."""
    back = (Day.State.MISSING, Day.State.RETURNED)
    rows = Day.objects.seen_by(person).filter(clerk=person, state__in=back)
    return list(rows.select_related("unit", "clerk").order_by("day", "pk")[:50])


def lines(day: Day) -> list[DayLine]:
    """The lines of a sheet with their refunds."""
    return list(day.lines.select_related(*SELECTED))


def _under(person: Staff) -> Q:
    """The parts of the tree of which the reader reads the checks."""
    inside = Q(pk__in=[])
    for path in person.places(Right.READ_CHECKS):
        inside |= Q(path__startswith=path)
    return inside
