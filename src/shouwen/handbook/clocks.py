"""Running deadlines 时钟 as a projection of a ticket's events: nothing here that the events don't say.

Which event does what to which clock is data (`edition/clocks.toml`). An hour-clock that was paused is due
later by the time it was paused; a work-clock goes on with the working minutes it had left. What was missed
stays missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from shouwen.handbook.schema import Unit
from shouwen.handbook.worktime import Calendar, Due, Hours, add_work_minutes, work_minutes_between

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition
    from shouwen.handbook.schema import ClockRule

Segment = tuple[datetime, datetime | None]
CalendarOf = Callable[[int], Calendar]
MINUTE = timedelta(minutes=1)
NO_CALENDAR = Calendar()
NONE: frozenset[str] = frozenset()
SELECTORS = ("starts_on", "stops_on", "renews_on", "restarts_on", "reopens_on", "pauses_on", "resumes_on")


@dataclass(frozen=True)
class EventView:
    """What the fold needs of an event of the ledger. Times among the facts may be ISO 8601 or datetimes."""

    code: str
    at: datetime
    facts: Mapping[str, Any]
    edition: str


@dataclass(frozen=True)
class ClockState:
    """One run of one clock. Segments are the stretches that count; the last is open while the clock runs."""

    kind: str
    run: int
    started_at: datetime
    minutes: int
    unit: Unit
    segments: tuple[Segment, ...]
    due_at: datetime
    stopped_at: datetime | None
    provisional: bool
    because: tuple[str, ...]
    among: tuple[Mapping[str, Any], ...]
    hours: str
    calendar_version: int
    edition: str

    @property
    def running(self) -> bool:
        return self.stopped_at is None and self.segments[-1][1] is None

    @property
    def paused(self) -> bool:
        return self.stopped_at is None and self.segments[-1][1] is not None

    @property
    def breached(self) -> bool:
        """Stopped after its deadline; one that was on hold by then, when the hold began after its deadline.

        Of one that still goes, compare `due_at` with the time that is asked.
        """
        if self.stopped_at is None:
            return False
        return self.due_at < min(self.stopped_at, self.segments[-1][1] or self.stopped_at)

    def elapsed_minutes(self, at: datetime, calendar: Calendar) -> int:
        """Whole minutes counted until then, of clock time or working time, pauses left out."""
        ends = ((start, min(end or at, at)) for start, end in self.segments)
        if self.unit == "clock":
            return sum((max(end - start, timedelta(0)) for start, end in ends), timedelta(0)) // MINUTE
        hours = Hours.parse(self.hours)
        return sum(work_minutes_between(start, end, calendar=calendar, hours=hours) for start, end in ends)

    def remaining_minutes(self, at: datetime, calendar: Calendar) -> int:
        """Minutes left; negative when overdue."""
        return self.minutes - self.elapsed_minutes(at, calendar)

    def used_up(self, minutes: int, calendar: Calendar) -> Due:
        """When so many minutes of this run have been counted. A paused one: as if it ran on."""
        return _due(self.unit, self.segments, minutes, self.hours, calendar)


Clocks = Mapping[str, ClockState]


def fold(clocks: Clocks, event: EventView, *, calendar_of: CalendarOf, edition: Edition) -> Clocks:
    """The clocks after the event. An event that means nothing to them leaves them as they are."""
    after = dict(clocks)
    heeding, limits = _heeding(edition).get(event.code, NONE), event.facts.get("limits") or ()
    for kind, rule in edition.clocks.items():
        if kind not in heeding and kind not in limits and event.code != "clock.recomputed":
            continue
        state = clocks.get(kind)
        if state:
            state = _continued(state, rule, event, calendar_of)
        if _meets(rule.starts_on, event):
            state = _started(kind, rule, clocks, event, calendar_of, edition) or state
        if state:
            after[kind] = state
    return after


def fold_all(events: Iterable[EventView], *, calendar_of: CalendarOf, edition: Edition) -> Clocks:
    """The clocks after all these events, in their order."""
    clocks: Clocks = {}
    for event in events:
        clocks = fold(clocks, event, calendar_of=calendar_of, edition=edition)
    return clocks


def next_due(clocks: Clocks) -> datetime | None:
    """The nearest deadline that runs; the statutory one only where no other does. For the order of queues."""
    running = [clock for clock in clocks.values() if clock.running]
    internal = [clock.due_at for clock in running if clock.kind != "statutory"]
    return min(internal or [clock.due_at for clock in running], default=None)


def _continued(state: ClockState, rule: ClockRule, event: EventView, calendar_of: CalendarOf) -> ClockState:
    """What the event does to a clock that was there already."""
    was_going = state.stopped_at is None
    if _meets(rule.pauses_on, event) and state.running:
        state = replace(state, segments=_closed(state, event.at))
    if _meets(rule.resumes_on, event) and state.paused:
        state = _timed(replace(state, segments=(*state.segments, (event.at, None))), calendar_of)
    if _meets(rule.stops_on, event) and was_going and not _from_before(state, event):
        state = _stopped(state, _moment(event))
    if _meets(rule.reopens_on, event) and not was_going:
        state = _timed(_reopened(state, event.at), calendar_of)
    if _meets(rule.restarts_on, event) or (was_going and _meets(rule.renews_on, event)):
        state = _restarted(state, event, calendar_of)
    if state.stopped_at is None:
        state = _with_new_terms(state, event, calendar_of)
    return state


def _started(
    kind: str, rule: ClockRule, clocks: Clocks, event: EventView, calendar_of: CalendarOf, edition: Edition
) -> ClockState | None:
    """A new run; nothing when the event carries neither a limit for this clock nor a promise."""
    limit = (event.facts.get("limits") or {}).get(kind)
    promised = event.facts.get("promised_until")
    start = _time(event.facts.get(rule.starts_from)) or event.at
    if limit is None and promised is None:
        return None
    before = clocks.get(kind)
    # By the table's order: clocks read back from rows come in any.
    twin = next((clocks[name] for name in edition.clocks if name in clocks), None)
    if before and before.stopped_at is None and _from_before(before, event):
        return None
    hours = event.facts.get("hours") or (twin.hours if twin else edition.worktime.hours)
    version = event.facts.get("calendar") or (twin.calendar_version if twin else 0)
    segments: tuple[Segment, ...] = ((start, None),)
    minutes: int = limit["minutes"] if limit else 0
    unit: Unit = limit["unit"] if limit else "clock"
    due = _due(unit, segments, minutes, hours, calendar_of(version) if unit == "work" else NO_CALENDAR)
    state = ClockState(
        kind=kind,
        run=before.run + 1 if before else 1,
        started_at=start,
        minutes=minutes,
        unit=unit,
        segments=segments,
        due_at=due.at,
        stopped_at=None,
        provisional=due.provisional,
        because=tuple(limit.get("because", ())) if limit else (rule.clause,),
        among=tuple(limit.get("among", ())) if limit else (),
        hours=hours,
        calendar_version=version,
        edition=event.edition,
    )
    if limit is None:
        return _promised(state, _time(promised) or start)
    return _stopped(state, event.at) if rule.ends_with_start else state


def _promised(state: ClockState, until: datetime) -> ClockState:
    """Due exactly when it was promised."""
    return replace(state, minutes=max(0, (until - state.started_at) // MINUTE), due_at=until)


def _restarted(state: ClockState, event: EventView, calendar_of: CalendarOf) -> ClockState:
    """A new run from the event on; a contact entered late, older than the word known, changes nothing."""
    start = _moment(event)
    if state.stopped_at is None and start <= state.started_at:
        return state
    segments = _counting_since(state, start)
    again = replace(state, run=state.run + 1, started_at=start, segments=segments, stopped_at=None)
    return _timed(again, calendar_of)


def _counting_since(state: ClockState, start: datetime) -> tuple[Segment, ...]:
    """The stretches that count for a new run from `start` on: the holds since then stay left out of it.

    On hold the new run waits too: it has its start, but nothing counts until the ticket is resumed.
    """
    if state.stopped_at is not None:
        return ((start, None),)
    kept = tuple((max(begun, start), end) for begun, end in state.segments if end is None or end > start)
    return kept if kept and kept[0][0] == start else ((start, start), *kept)


def _from_before(state: ClockState, event: EventView) -> bool:
    """Whether it is a contact entered late that took place before this run began: it neither ends nor replaces it."""
    told = _time(event.facts.get("contacted_at")) if event.code == "ticket.contacted" else None
    return told is not None and told < state.started_at


def _closed(state: ClockState, at: datetime) -> tuple[Segment, ...]:
    start, _ = state.segments[-1]
    return (*state.segments[:-1], (start, max(start, at)))


def _stopped(state: ClockState, at: datetime) -> ClockState:
    segments = state.segments if state.paused else _closed(state, at)
    return replace(state, segments=segments, stopped_at=max(at, state.started_at))


def _reopened(state: ClockState, at: datetime) -> ClockState:
    """As if it had never been stopped; one that was on hold when it stopped goes on from now."""
    start, end = state.segments[-1]
    if end == state.stopped_at:
        return replace(state, segments=(*state.segments[:-1], (start, None)), stopped_at=None)
    return replace(state, segments=(*state.segments, (at, None)), stopped_at=None)


def _with_new_terms(state: ClockState, event: EventView, calendar_of: CalendarOf) -> ClockState:
    """New limits keep the start and move the deadline, either way; a new calendar moves a work-clock's."""
    limit = (event.facts.get("limits") or {}).get(state.kind)
    if limit:
        because, among = tuple(limit.get("because", ())), tuple(limit.get("among", ()))
        terms = replace(state, minutes=limit["minutes"], unit=limit["unit"], because=because, among=among)
        return _timed(terms, calendar_of)
    if event.code == "clock.recomputed" and event.facts.get("clock") == state.kind and state.unit == "work":
        return _timed(replace(state, calendar_version=event.facts["calendar"]), calendar_of)
    return state


def _timed(state: ClockState, calendar_of: CalendarOf) -> ClockState:
    calendar = calendar_of(state.calendar_version) if state.unit == "work" else NO_CALENDAR
    due = state.used_up(state.minutes, calendar)
    return replace(state, due_at=due.at, provisional=due.provisional)


def _due(unit: str, segments: tuple[Segment, ...], minutes: int, hours: str, calendar: Calendar) -> Due:
    if unit == "clock":
        return Due(_clock_time(segments, minutes * MINUTE), provisional=False)
    return _work_time(segments, minutes, calendar, Hours.parse(hours))


def _clock_time(segments: tuple[Segment, ...], left: timedelta) -> datetime:
    for start, end in segments[:-1]:
        if end is None or start + left <= end:
            return start + left
        left -= end - start
    return segments[-1][0] + left


def _work_time(segments: tuple[Segment, ...], left: int, calendar: Calendar, hours: Hours) -> Due:
    for start, end in segments[:-1]:
        due = add_work_minutes(start, left, calendar=calendar, hours=hours)
        if end is None or due.at <= end:
            return due
        left -= work_minutes_between(start, end, calendar=calendar, hours=hours)
    return add_work_minutes(segments[-1][0], left, calendar=calendar, hours=hours)


def _meets(selectors: Iterable[str], event: EventView) -> bool:
    for selector in selectors:
        code, fact, wanted = _read(selector)
        if code == event.code and (not fact or bool(event.facts.get(fact)) is wanted):
            return True
    return False


@lru_cache(maxsize=512)
def _read(selector: str) -> tuple[str, str, bool]:
    """The event's code, the fact that it is asked for (none: any such event), and whether the fact must hold."""
    code, _, condition = selector.partition(" ")
    return code, condition.removeprefix("not "), not condition.startswith("not ")


@lru_cache(maxsize=16)
def _heeding(edition: Edition) -> Mapping[str, frozenset[str]]:
    """Which clocks an event may mean something to, by its code: most mean nothing to most."""
    heeding: dict[str, set[str]] = {}
    for kind, rule in edition.clocks.items():
        for name in SELECTORS:
            for selector in getattr(rule, name):
                heeding.setdefault(_read(selector)[0], set()).add(kind)
    return {code: frozenset(kinds) for code, kinds in heeding.items()}


def _moment(event: EventView) -> datetime:
    """When it happened: for a contact the time of the talk, not of its entry."""
    told = _time(event.facts.get("contacted_at")) if event.code == "ticket.contacted" else None
    return min(told, event.at) if told else event.at


def _time(value: Any) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    return datetime.fromisoformat(value).astimezone(UTC)
