"""The approval inbox: what waits for one's signature, the nearest approval deadline first (C4.8.3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any, NamedTuple

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.db.models.functions import Coalesce

from shouwen.disputes.models import Application
from shouwen.disputes.reads.roster import Roster, Signer
from shouwen.disputes.reads.signing import signer
from shouwen.handbook.rights import Right
from shouwen.people.models import Staff

PAGE = 50
CHUNK = 200
MOST = 1000
RELATED = ("dispute__customer", "dispute__unit", "dispute__clerk", "by", "proposal")


class Spot(NamedTuple):
    """Where in the inbox something stands: by its deadline, then by its key."""

    due_at: datetime
    pk: int


@dataclass(frozen=True)
class Waiting:
    """An application that this person may sign now: how, and until when."""

    application: Application
    signer: Signer
    due_at: datetime

    @property
    def spot(self) -> Spot:
        return Spot(self.due_at, self.application.pk)


@dataclass(frozen=True)
class Page:
    """Some rows of the inbox, and the key of the page after them ("" where there is none)."""

    rows: list[Waiting]
    after: str


@dataclass(frozen=True)
class Beside:
    """The keys of the applications before and after one (0 where there is none), its place, and how many there are."""

    before: int
    after: int
    place: int
    total: int


def line(
    staff: Staff, at: datetime, after: Spot | None = None, *, related: Sequence[str] = RELATED
) -> Iterator[Waiting]:
    """Everything that waits for this person's signature from a spot on, read in chunks as far as somebody asks."""
    rosters = {path: Roster(at, path) for path in _places(staff)}
    rows, spot = _in_sight(rosters).select_related(*related), after
    while True:
        chunk = list((rows.filter(_beyond(spot)) if spot else rows)[:CHUNK])
        for application in chunk:
            path = application.dispute.path
            roster = next(roster for top, roster in rosters.items() if path.startswith(top))
            found = signer(application, staff, at, roster)
            if found is not None:
                yield Waiting(application, found, application.due)
        if len(chunk) < CHUNK:
            return
        spot = Spot(chunk[-1].due, chunk[-1].pk)


def page(staff: Staff, at: datetime, after: str = "", *, size: int = PAGE) -> Page:
    """One page of the inbox. A key that cannot be read counts as none."""
    rows = list(islice(line(staff, at, _read(after)), size + 1))
    return Page(rows[:size], _written(rows[size - 1].spot) if len(rows) > size else "")


def count(staff: Staff, at: datetime, *, most: int = MOST) -> int:
    """How many wait for this person's signature, counted to one more than `most`."""
    return sum(1 for _ in islice(line(staff, at, related=("dispute",)), most + 1))


def beside(staff: Staff, at: datetime, application: int) -> Beside:
    """What stands before and after an application in the inbox; of one that is not in it, the first comes after."""
    keys = [each.application.pk for each in islice(line(staff, at), MOST)]
    if application not in keys:
        return Beside(0, keys[0] if keys else 0, 0, len(keys))
    place = keys.index(application)
    before = keys[place - 1] if place else 0
    after = keys[place + 1] if place + 1 < len(keys) else 0
    return Beside(before, after, place + 1, len(keys))


def _places(staff: Staff) -> list[str]:
    """The parts of the tree of which something may wait for this person: their own, and those they stand in for."""
    return sorted({*staff.places(Right.SIGN_REFUND), *staff.paths_stood_in})


def _in_sight(places: Any) -> QuerySet[Application, Any]:
    """The waiting applications of these parts of the tree, each with the deadline of its step, the nearest first."""
    here = reduce(or_, (Q(dispute__path__startswith=path) for path in places), Q(pk__in=[]))
    clocks = "dispute__chain__clocks"
    running = FilteredRelation(clocks, condition=Q(**{f"{clocks}__kind": "approval", f"{clocks}__stopped_at": None}))
    rows = Application.objects.filter(here, state=Application.State.WAITING).annotate(approval=running)
    rows = rows.annotate(due=Coalesce(F("approval__due_at"), F("at")))
    return rows.prefetch_related("signatures").order_by("due", "pk")


def _beyond(spot: Spot) -> Q:
    return Q(due__gt=spot.due_at) | Q(due=spot.due_at, pk__gt=spot.pk)


def _written(spot: Spot) -> str:
    return f"{spot.due_at.astimezone(UTC):%Y%m%dT%H%M%S%f}-{spot.pk}"


def _read(text: str) -> Spot | None:
    moment, _dash, key = text.partition("-")
    try:
        return Spot(datetime.strptime(moment, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC), int(key[:18]))
    except ValueError:
        return None
