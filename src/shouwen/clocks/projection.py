"""From events to clock rows: the handbook folds, this writes down what came out.

No verb sets a deadline by hand. After each event of a chain `advance` folds it into the chain's clocks, so the
rows always equal what `handbook.clocks.fold` makes of the events alone; `recheck` proves it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from shouwen.calendars.reads import as_of
from shouwen.clocks.models import Clock
from shouwen.handbook.clocks import ClockState, EventView, fold, next_due
from shouwen.handbook.edition import Edition
from shouwen.handbook.ladder import steps
from shouwen.handbook.load import shipped
from shouwen.ledger.models import Chain, Event
from shouwen.ledger.rows import change, put

COLUMNS = (
    "started_at", "minutes", "unit", "due_at", "stopped_at", "provisional", "hours", "calendar_version", "edition",
)  # fmt: skip
ROW = ("chain_id", "kind", "run", "said", *COLUMNS, "segments", "because", "among", "breached", "wake_at")


def view(event: Event) -> EventView:
    """An event as the handbook sees it."""
    return EventView(code=event.code, at=event.at, facts=event.facts, edition=event.edition)


def state(row: Clock) -> ClockState:
    """A row as the handbook sees it."""
    segments = tuple((_moment(start), _moment(end)) for start, end in row.segments)
    return ClockState(
        kind=row.kind,
        run=row.run,
        segments=segments,
        because=tuple(row.because),
        among=tuple(row.among),
        **{column: getattr(row, column) for column in COLUMNS},
    )


def columns(now: ClockState, edition: Edition, *, said: int, breached: bool) -> dict[str, Any]:
    """A state as the columns of its row, with when the sweep must look at it next."""
    written = {column: getattr(now, column) for column in COLUMNS}
    written["segments"] = [[start.isoformat(), end.isoformat() if end else None] for start, end in now.segments]
    written["because"], written["among"] = list(now.because), [dict(part) for part in now.among]
    written["breached"] = breached or now.breached
    written["wake_at"] = _wake_at(now, edition, said)
    return written


def _wake_at(now: ClockState, edition: Edition, said: int) -> datetime | None:
    if not now.running or said >= len(edition.ladder):
        return None
    return next((step.at for step in steps(now, edition, calendar=as_of(now.calendar_version))[said:]), None)


def advance(chain: Chain, event: Event) -> Mapping[str, ClockState]:
    """Fold one event, whose chain the caller holds locked, into the chain's clocks; answers them as they now are."""
    edition = shipped()
    # The first event of a chain finds no clocks.
    found = Clock.objects.filter(chain=chain).order_by("run") if event.seq > 1 else ()
    rows = {row.kind: row for row in found}
    before = {kind: state(row) for kind, row in rows.items()}
    after = fold(before, view(event), calendar_of=as_of, edition=edition)
    new: dict[str, ClockState] = {}
    for kind, now in after.items():
        if now == before.get(kind):
            continue
        row = rows.get(kind)
        if row is not None and row.run == now.run:
            # One by one: there are at most a few, and a bulk update of a few costs several times as much.
            written = columns(now, edition, said=row.said, breached=row.breached)
            change(row, **{name: written[name] for name in _differing(before[kind], now)})
            continue
        if row is not None and row.stopped_at is None:
            row.stopped_at, row.wake_at = now.started_at, None
            row.breached = row.breached or state(row).breached
            change(row, stopped_at=row.stopped_at, wake_at=row.wake_at, breached=row.breached)
        new[kind] = now
    write([(chain.pk, new)])
    return after


def write(runs: Iterable[tuple[int, Mapping[str, ClockState]]], *, quiet: bool = False) -> None:
    """Write new runs of clocks, each set under its chain's key. Of `quiet` ones the sweep is told that all was said."""
    edition = shipped()
    said = len(edition.ladder) if quiet else 0
    made = [
        (chain, now.kind, now.run, said, *columns(now, edition, said=said, breached=False).values())
        for chain, clocks in runs
        for now in clocks.values()
    ]
    put(Clock, ROW, made)


def _differing(before: ClockState, now: ClockState) -> list[str]:
    """The columns that `write` may have changed between two states of one run."""
    kept = (*COLUMNS, "segments", "because", "among")
    return [name for name in kept if getattr(before, name) != getattr(now, name)] + ["breached", "wake_at"]


def nearest(clocks: Mapping[str, ClockState]) -> ClockState | None:
    """The clock whose deadline the queues sort by: the nearest that runs."""
    due = next_due(clocks)
    return next((now for now in clocks.values() if now.running and now.due_at == due), None)


def replay(events: list[Event]) -> dict[str, ClockState]:
    """The clocks of a chain from its events alone."""
    clocks: Mapping[str, ClockState] = {}
    edition = shipped()
    for event in events:
        clocks = fold(clocks, view(event), calendar_of=as_of, edition=edition)
    return dict(clocks)


def _moment(text: Any) -> Any:
    return datetime.fromisoformat(text) if text else None
