"""After the calendar changed: every running working-time deadline is reckoned anew, and each that moved is told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from shouwen.calendars.reads import as_of, version
from shouwen.clocks.models import Clock
from shouwen.clocks.projection import advance, nearest, state
from shouwen.handbook.clocks import ClockState, EventView, fold
from shouwen.handbook.load import shipped
from shouwen.ledger.scoped import Actor
from shouwen.ledger.writing import Happening, append, lock
from shouwen.people.system import CLOCKWORK

Follower = Callable[[int, ClockState | None], None]
_FOLLOWERS: list[Follower] = []


def register(follower: Follower) -> None:
    """Let `follower(chain's key, nearest deadline)` put a moved deadline where its own room keeps it."""
    _FOLLOWERS.append(follower)


@dataclass(frozen=True)
class Moved:
    """A deadline that moved, or that stopped being provisional, when the calendar changed."""

    about: str
    link: str
    clock: str
    was: datetime
    now: datetime
    provisional: bool


def recompute(*, actor: Actor, at: datetime, limit: int | None = None) -> Iterator[Moved]:
    """Reckon with the newest calendar; one event on the chain of every clock that is reckoned by working time.

    With `limit` at most so many clocks are reckoned; `waiting` then tells how many are left for the next call.
    """
    newest = version()
    for pk in list(_behind(newest).order_by("chain_id").values_list("pk", flat=True)[:limit]):
        moved = _one(pk, newest, actor=actor, at=at)
        if moved:
            yield moved


def leftovers(at: datetime, *, limit: int = 500) -> int:
    """Reckons what a closed browser left over after a change of the calendar; answers how many deadlines moved."""
    return sum(1 for _ in recompute(actor=CLOCKWORK, at=at, limit=limit))


def waiting() -> int:
    """How many running deadlines are still reckoned with an older calendar."""
    return _behind(version()).count()


def _behind(newest: int) -> QuerySet[Clock]:
    return Clock.objects.filter(stopped_at=None, unit="work", calendar_version__lt=newest)


def _due(row: Clock, newest: int) -> datetime:
    """When the clock would run out by the newest calendar."""
    asked = EventView("clock.recomputed", row.started_at, {"clock": row.kind, "calendar": newest}, row.edition)
    return fold({row.kind: state(row)}, asked, calendar_of=as_of, edition=shipped())[row.kind].due_at


def _one(pk: int, newest: int, *, actor: Actor, at: datetime) -> Moved | None:
    with transaction.atomic():
        found = Clock.objects.filter(pk=pk).values_list("chain_id", flat=True).first()
        if found is None:
            return None
        chain = lock(found)
        row = Clock.objects.select_related("chain__watched").get(pk=pk)
        if row.stopped_at or row.calendar_version >= newest:
            return None
        facts = {"clock": row.kind, "calendar": newest, "due_was": row.due_at, "due_at": _due(row, newest)}
        event = append(chain, Happening("clock.recomputed", at, actor.code, shipped().name, facts))
        clocks = advance(chain, event)
        for follow in _FOLLOWERS:
            follow(chain.pk, nearest(clocks))
        after = clocks[row.kind]
        if (after.due_at, after.provisional) == (row.due_at, row.provisional):
            return None
        watched = row.chain.watched
        return Moved(watched.about, watched.link, row.kind, row.due_at, after.due_at, after.provisional)
