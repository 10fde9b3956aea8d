"""What a manager sees: how much is due when, in whose hands, across their part of the tree."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from shouwen.handbook.rights import Right
from shouwen.people.models import SkillGroup, Staff, Unit
from shouwen.tickets.models import Ticket
from shouwen.tickets.reads.due import BANDS, RUNNING, due
from shouwen.tickets.reads.queues import OPEN, Filters, whose

FIGURES = {
    "breached": Filters(whose="team", due="breached"),
    "due_soon": Filters(whose="team", due="4h"),
    "unclaimed": Filters(whose="team", state="queued"),
}
# What is counted of everybody: each is the list that it opens, of the tickets in that person's hands.
LOADS = {
    "breached": Filters(whose="team", due="breached"),
    **{band: Filters(whose="team", due=band) for band in BANDS},
    "tomorrow": Filters(whose="team", due="tomorrow"),
    "promised": Filters(whose="team", due="promised"),
    "in_hand": Filters(whose="team", state="running"),
    "held": Filters(whose="team", state="held"),
    "answered": Filters(whose="team", state="answered"),
}
MOST_PEOPLE = 200


@dataclass
class Line:
    """One person's load: how many tickets each of LOADS lists, and how many were first asked of them."""

    staff: Staff
    ours: bool = True
    first_asked: int = 0
    load: dict[str, int] = field(default_factory=dict)

    @property
    def pressing(self) -> tuple[int, ...]:
        """Sorts the most pressed first."""
        return (-self.load["breached"], *(-self.load[band] for band in BANDS), -self.load["in_hand"])


@dataclass(frozen=True)
class Waiting:
    """A group's queue: tickets that nobody has taken, and since when the oldest waits."""

    group: SkillGroup
    queued: int
    breached: int
    oldest: datetime


def of_team(staff: Staff, unit: Unit | None = None) -> QuerySet[Ticket]:
    """Open tickets of the person's part of the tree, or of one unit's part of that."""
    rows = Ticket.objects.seen_by(staff).filter(OPEN, whose(staff, "team"))
    return rows.filter(path__startswith=unit.path) if unit else rows


def numbers(staff: Staff, at: datetime, unit: Unit | None = None) -> dict[str, int]:
    """The team's numbers: how many tickets each of FIGURES lists."""
    found: dict[str, int] = of_team(staff, unit).aggregate(**_counts(FIGURES, at))
    return found


def lines(staff: Staff, at: datetime, unit: Unit | None = None) -> tuple[list[Line], int]:
    """Everybody's load, the most pressed first, and how many people more there are.

    People of elsewhere who hold the team's tickets are among them, marked as not `ours`.
    """
    rows = of_team(staff, unit).order_by()
    held = {found.pop("holder"): found for found in rows.values("holder").annotate(**_counts(LOADS, at))}
    held.pop(None, None)
    owned = dict(rows.values_list("first_asked").annotate(load=Count("pk")))
    ours = set(_people(staff, unit).values_list("pk", flat=True))
    none = dict.fromkeys(LOADS, 0)
    everybody = [(pk, held.get(pk, none)) for pk in ours | set(held)]
    everybody.sort(key=lambda each: (-each[1]["breached"], -each[1]["in_hand"], -owned.get(each[0], 0), each[0]))
    known = Staff.objects.select_related("unit").in_bulk([pk for pk, _ in everybody[:MOST_PEOPLE]])
    found = [Line(known[pk], pk in ours, owned.get(pk, 0), load) for pk, load in everybody[:MOST_PEOPLE]]
    found.sort(key=lambda line: (*line.pressing, line.staff.code))
    return found, max(len(everybody) - MOST_PEOPLE, 0)


def queues(staff: Staff, at: datetime, unit: Unit | None = None) -> list[Waiting]:
    """The groups in whose queues the team's tickets wait, the longest queue first."""
    rows = of_team(staff, unit).filter(state="queued").order_by().values("group")
    late = due("breached", at)
    counted = rows.annotate(queued=Count("pk"), breached=Count("pk", filter=late), oldest=Min("opened_at"))
    found = sorted(counted, key=lambda each: -each["queued"])
    groups = SkillGroup.rows.in_bulk([each["group"] for each in found])
    return [
        Waiting(groups[each["group"]], each["queued"], each["breached"], each["oldest"])
        for each in found
        if each["group"] in groups
    ]


def units(staff: Staff) -> QuerySet[Unit]:
    """The units of the manager's part of the tree, from the top."""
    return Unit.rows.filter(_within(staff.places(Right.TEAM), "path"), active=True).order_by("path")


def _counts(wanted: dict[str, Filters], at: datetime) -> dict[str, Any]:
    return {name: Count("pk", filter=_condition(each, at)) for name, each in wanted.items()}


def _condition(wanted: Filters, at: datetime) -> Q:
    if wanted.due:
        return due(wanted.due, at) or Q(pk__in=[])
    return RUNNING if wanted.state == "running" else Q(state=wanted.state)


def _within(paths: Iterable[str], column: str) -> Q:
    inside = Q(pk__in=[])
    for path in paths:
        inside |= Q(**{f"{column}__startswith": path})
    return inside


def _people(staff: Staff, unit: Unit | None) -> QuerySet[Staff]:
    rows = Staff.objects.filter(_within(staff.places(Right.TEAM), "unit__path"), is_active=True)
    return rows.filter(unit__path__startswith=unit.path) if unit else rows
