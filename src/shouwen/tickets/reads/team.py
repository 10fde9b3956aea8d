"""What a manager sees: how much is due when, in whose hands, across their part of the tree."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from shouwen.handbook.rights import Right
from shouwen.people.models import SkillGroup, Staff, Unit
from shouwen.tickets.models import Ticket
from shouwen.tickets.reads import load
from shouwen.tickets.reads.due import BANDS, due
from shouwen.tickets.reads.load import Heap
from shouwen.tickets.reads.queues import OPEN, Filters

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


@dataclass(frozen=True)
class Team:
    """The open tickets of the manager's part of the tree, or of one unit's part of that, as they stand at `at`."""

    staff: Staff
    at: datetime
    unit: Unit | None
    paths: list[str]
    heaps: list[Heap]

    def numbers(self) -> dict[str, int]:
        """How many tickets each of FIGURES lists."""
        return figures(self.heaps, self.at)

    def lines(self) -> tuple[list[Line], int]:
        """Everybody's load, the most pressed first, and how many people more there are.

        People of elsewhere who hold the team's tickets are among them, marked as not `ours`.
        """
        held: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(LOADS, 0))
        owned: Counter[int] = Counter()
        for heap in self.heaps:
            owned[heap.first_asked or 0] += heap.n
            if heap.holder:
                theirs = held[heap.holder]
                for name, wanted in LOADS.items():
                    theirs[name] += heap.listed(wanted, self.at)
        for holder, promised in self._promised():
            held[holder]["promised"] = promised
        ours = set(_people(self.staff, self.unit).values_list("pk", flat=True))
        none = dict.fromkeys(LOADS, 0)
        everybody = [(pk, held.get(pk, none)) for pk in ours | set(held)]
        everybody.sort(key=lambda each: (-each[1]["breached"], -each[1]["in_hand"], -owned[each[0]], each[0]))
        known = Staff.objects.select_related("unit").in_bulk([pk for pk, _ in everybody[:MOST_PEOPLE]])
        found = [Line(known[pk], pk in ours, owned[pk], theirs) for pk, theirs in everybody[:MOST_PEOPLE]]
        found.sort(key=lambda line: (*line.pressing, line.staff.code))
        return found, max(len(everybody) - MOST_PEOPLE, 0)

    def queues(self) -> list[Waiting]:
        """The groups in whose queues the team's tickets wait, the longest queue first."""
        waiting: dict[int, list[Heap]] = defaultdict(list)
        for heap in self.heaps:
            if heap.state == "queued" and heap.group:
                waiting[heap.group].append(heap)
        groups = SkillGroup.rows.in_bulk(waiting)
        found = [
            Waiting(
                groups[group],
                sum(heap.n for heap in each),
                sum(heap.before[self.at] for heap in each),
                min(heap.oldest for heap in each),
            )
            for group, each in waiting.items()
        ]
        return sorted(found, key=lambda each: (-each.queued, each.group.pk))

    def _promised(self) -> Iterable[tuple[int, int]]:
        rows = Ticket.objects.unscoped("of the units that the person leads")
        inside = rows.filter(OPEN, path__in=self.paths, holder__isnull=False)
        promised = inside.filter(due("promised", self.at) or Q(pk__in=[]))
        return promised.order_by().values_list("holder").annotate(n=Count("pk"))


def team(staff: Staff, at: datetime, unit: Unit | None = None) -> Team:
    """What the manager leads, counted at once."""
    paths = _paths(staff, unit)
    moments = load.edges((*FIGURES.values(), *LOADS.values()), at)
    return Team(staff, at, unit, paths, load.heaps(paths, moments, "holder", "group", "first_asked"))


def numbers(staff: Staff, at: datetime) -> dict[str, int]:
    """The numbers alone: how many tickets of the manager's part of the tree each of FIGURES lists."""
    return figures(load.heaps(_paths(staff), load.edges(FIGURES.values(), at)), at)


def figures(heaps: Iterable[Heap], at: datetime) -> dict[str, int]:
    """How many of the tickets in the heaps each of FIGURES lists."""
    heaps = list(heaps)
    return {name: sum(heap.listed(wanted, at) for heap in heaps) for name, wanted in FIGURES.items()}


def units(staff: Staff) -> QuerySet[Unit]:
    """The units of the manager's part of the tree, from the top."""
    return _units(staff).filter(active=True).order_by("path")


def _units(staff: Staff, unit: Unit | None = None) -> QuerySet[Unit]:
    led = Unit.rows.filter(_within(staff.places(Right.TEAM), "path"))
    return led.filter(path__startswith=unit.path) if unit else led


def _paths(staff: Staff, unit: Unit | None = None) -> list[str]:
    return list(_units(staff, unit).values_list("path", flat=True))


def _within(paths: Iterable[str], column: str) -> Q:
    inside = Q(pk__in=[])
    for path in paths:
        inside |= Q(**{f"{column}__startswith": path})
    return inside


def _people(staff: Staff, unit: Unit | None) -> QuerySet[Staff]:
    rows = Staff.objects.filter(_within(staff.places(Right.TEAM), "unit__path"), is_active=True)
    return rows.filter(unit__path__startswith=unit.path) if unit else rows
