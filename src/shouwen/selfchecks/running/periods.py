"""Which checks are due: last week's of each hall, last month's of each branch, and those that were missed (C4.8.7)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from django.db.models import Q, QuerySet

from shouwen.handbook.load import shipped
from shouwen.handbook.sentences import SHANGHAI
from shouwen.ledger.models import Event
from shouwen.people.models import Unit
from shouwen.refunds.models import Refund
from shouwen.selfchecks.models import SelfCheck

# Halls are checked in any case; any other unit in the weeks in which it refunded something.
ALWAYS = (Unit.Kind.HALL, Unit.Kind.HOTLINE)


@dataclass(frozen=True)
class Scope:
    """One check to be made: of which kind, of which unit, from which day to which, both included."""

    kind: Literal["weekly", "monthly"]
    unit: Unit
    begins: date
    ends: date

    @property
    def month(self) -> str:
        return f"{self.begins:%Y-%m}"

    @property
    def until(self) -> datetime:
        """When the period is over."""
        return midnight(self.ends + timedelta(days=1))

    def refunds(self) -> QuerySet[Refund]:
        """What was booked: a week's by when we entered it, a month's by the month of the books."""
        done = Refund.rows.filter(state=Refund.State.DONE)
        if self.kind == "monthly":
            return done.filter(self.within(), period=self.month)
        return done.filter(self.within(), done_at__gte=midnight(self.begins), done_at__lt=self.until)

    def within(self, field: str = "path") -> Q:
        """Rows that belong to this check: a week's to the unit itself, a month's to all below the branch."""
        if self.kind == "weekly":
            return Q(**{field: self.unit.path})
        below = Q(**{f"{field}__startswith": self.unit.path})
        if self.unit.kind != Unit.Kind.BRANCH:
            for path in _branch_paths():
                below &= ~Q(**{f"{field}__startswith": path})
        return below


def due(at: datetime) -> list[Scope]:
    """The checks that should be there at this moment and are not, the oldest first."""
    rule, now = shipped().selfchecks, at.astimezone(SHANGHAI)
    ready = (now - timedelta(hours=rule.run_after_hour)).date()
    found: list[Scope] = []
    monday = ready - timedelta(days=ready.weekday())
    for back in range(rule.make_up_weeks, 0, -1):
        begins = monday - timedelta(weeks=back)
        found += _missing("weekly", begins, begins + timedelta(days=6))
    first = ready.replace(day=1)
    for back in range(rule.make_up_months, 0, -1):
        begins = first
        for _ in range(back):
            begins = (begins - timedelta(days=1)).replace(day=1)
        found += _missing("monthly", begins, (begins + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    return found


def midnight(day: date) -> datetime:
    """When that day begins in Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)


def scope_of(check: SelfCheck) -> Scope:
    """The scope of a check that is there already."""
    return Scope("weekly" if check.kind == "weekly" else "monthly", check.unit, check.begins, check.ends)


def _missing(kind: Literal["weekly", "monthly"], begins: date, ends: date) -> Iterator[Scope]:
    there = set(SelfCheck.rows.filter(kind=kind, begins=begins).values_list("unit", flat=True))
    units = [unit for unit in _units(kind, begins, ends) if unit.pk not in there]
    born = dict(Event.objects.filter(chain__in=[unit.chain_id for unit in units], seq=1).values_list("chain_id", "at"))
    for unit in units:
        scope = Scope(kind, unit, begins, ends)
        if (when := born.get(unit.chain_id)) is not None and when < scope.until:
            yield scope


def _units(kind: str, begins: date, ends: date) -> list[Unit]:
    done = Refund.rows.filter(state=Refund.State.DONE)
    if kind == "weekly":
        these: Any = done.filter(done_at__gte=midnight(begins), done_at__lt=midnight(ends + timedelta(days=1)))
        paid = set(these.order_by().values_list("unit", flat=True).distinct())
        wanted = Q(kind__in=ALWAYS, active=True) | Q(pk__in=paid)
    else:
        outside = done.filter(period=f"{begins:%Y-%m}")
        for path in _branch_paths():
            outside = outside.exclude(path__startswith=path)
        wanted = Q(kind=Unit.Kind.BRANCH, active=True) | (Q(parent=None) if outside.exists() else Q(pk__in=[]))
    return list(Unit.rows.filter(wanted).order_by("path"))


def _branch_paths() -> list[str]:
    return list(Unit.rows.filter(kind=Unit.Kind.BRANCH).values_list("path", flat=True))
