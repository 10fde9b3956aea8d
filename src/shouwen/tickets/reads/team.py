"""What a manager sees: how much is due when, in whose hands, across their part of the tree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from shouwen.handbook.rights import Right
from shouwen.people.models import Staff
from shouwen.tickets.models import Consent, Ticket
from shouwen.tickets.reads.desk import SOON, asked_of
from shouwen.tickets.reads.queues import count

IDLE = ("voided", "answered", "held")


@dataclass(frozen=True)
class TeamNumbers:
    """The team's numbers, each as text."""

    breached: str
    due_soon: str
    unclaimed: str
    consents: str


@dataclass
class Line:
    """One person's load."""

    staff: Staff
    first_asked: int = 0
    in_hand: int = 0
    breached: int = 0
    due_4h: int = 0
    due_today: int = 0
    due_tomorrow: int = 0
    held: int = 0
    to_archive: int = 0


def places(staff: Staff) -> list[str]:
    """The parts of the tree that a person leads."""
    return sorted({path for _, rights, path in staff.duties_held if Right.TEAM in rights})


def of_team(staff: Staff) -> QuerySet[Ticket]:
    """Open tickets of the person's part of the tree."""
    where = Q(pk__in=[])
    for path in places(staff):
        where |= Q(path__startswith=path)
    return Ticket.objects.seen_by(staff).filter(where, archived_at=None).exclude(state="voided")


def numbers(staff: Staff, at: datetime) -> TeamNumbers:
    """The four numbers above a manager's own."""
    rows = of_team(staff)
    running = rows.exclude(state__in=IDLE)
    return TeamNumbers(
        breached=count(running.filter(next_due_at__lt=at)),
        due_soon=count(running.filter(next_due_at__gte=at, next_due_at__lt=at + SOON)),
        unclaimed=count(rows.filter(state="queued")),
        consents=count(asked_of(staff)),
    )


def lines(staff: Staff, at: datetime, midnight: datetime) -> list[Line]:
    """Everybody's load, the most pressed first. `midnight` is the end of the desk's day."""
    people = {person.pk: Line(person) for person in _people(staff)}
    tomorrow = midnight + timedelta(days=1)
    running = ~Q(state__in=IDLE)
    columns = {
        "in_hand": Count("pk", filter=running),
        "breached": Count("pk", filter=running & Q(next_due_at__lt=at)),
        "due_4h": Count("pk", filter=running & Q(next_due_at__gte=at, next_due_at__lt=at + SOON)),
        "due_today": Count("pk", filter=running & Q(next_due_at__gte=at, next_due_at__lt=midnight)),
        "due_tomorrow": Count("pk", filter=running & Q(next_due_at__gte=midnight, next_due_at__lt=tomorrow)),
        "held": Count("pk", filter=Q(state="held")),
        "to_archive": Count("pk", filter=Q(state="answered")),
    }
    rows = of_team(staff).order_by()
    for found in rows.values("holder").annotate(**columns):
        line = people.get(found["holder"])
        for column in columns if line else ():
            setattr(line, column, found[column])
    for owner, load in rows.values_list("first_asked").annotate(load=Count("pk")):
        if owner in people:
            people[owner].first_asked = load
    return sorted(people.values(), key=lambda line: (-line.breached, -line.due_4h, -line.in_hand, line.staff.code))


def consents(staff: Staff) -> QuerySet[Consent]:
    """What waits for this manager's yes or no."""
    return asked_of(staff)


def _people(staff: Staff) -> Iterable[Staff]:
    where = Q(pk__in=[])
    for path in places(staff):
        where |= Q(unit__path__startswith=path)
    return Staff.objects.filter(where, is_active=True).select_related("unit").order_by("code")[:500]

