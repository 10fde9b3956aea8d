"""The clocks of a ticket in words: how they stand, and the sum behind each deadline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shouwen.calendars.reads import as_of
from shouwen.clocks.arithmetic import Arithmetic, Stretch, arithmetic
from shouwen.clocks.models import Clock
from shouwen.clocks.projection import state
from shouwen.handbook.clocks import ClockState
from shouwen.handbook.load import shipped
from shouwen.handbook.sentences import moment, span
from shouwen.web import clocktext, labels


@dataclass(frozen=True, kw_only=True)
class Line:
    """One clock as the page shows it: chip, bar, and its sum as sentences."""

    kind: str
    name: str
    due_at: datetime
    started_at: datetime
    warn_at: datetime
    paused_at: datetime | None
    stopped_at: datetime | None
    provisional: bool
    mood: clocktext.Mood
    done: int
    total: int
    sums: list[str]
    clauses: list[tuple[str, str]]
    edition: str


@dataclass(frozen=True)
class Clocks:
    """Those that go, the nearest first; those on hold; and those that are over."""

    going: list[Line]
    over: list[Line]
    missed: list[Line]


def shown(latest: list[Clock], missed: list[Clock], at: datetime) -> Clocks:
    """The clocks of a ticket: the newest run of each, and earlier runs that were missed."""
    lines = [line(row, at) for row in latest]
    current = {row.pk for row in latest}
    going = [each for each in lines if each.stopped_at is None]
    going.sort(key=lambda each: (each.paused_at is not None, each.due_at))
    over = sorted((each for each in lines if each.stopped_at is not None), key=lambda each: each.stopped_at or at)
    return Clocks(going, over, [line(row, at) for row in missed if row.pk not in current])


def line(row: Clock, at: datetime) -> Line:
    """One run of a clock in words, as it stands at `at`."""
    clock, calendar = state(row), as_of(row.calendar_version)
    share = shipped().clocks[clock.kind].share if clock.kind in shipped().clocks else 1
    sums = arithmetic(clock, at=at, calendar=calendar)
    paused_at = clock.segments[-1][1] if clock.paused else None
    warn_at = min(clock.used_up(int(clock.minutes * share), calendar).at, clock.due_at)
    chip = clocktext.chip(
        clock.due_at,
        now=at,
        language=labels.language(),
        warn_at=warn_at,
        paused_at=paused_at,
        stopped_at=clock.stopped_at,
    )
    clauses = dict.fromkeys(clock.because)
    return Line(
        kind=clock.kind,
        name=labels.label("clocks", clock.kind),
        due_at=clock.due_at,
        started_at=clock.started_at,
        warn_at=warn_at,
        paused_at=paused_at,
        stopped_at=clock.stopped_at,
        provisional=clock.provisional,
        mood=chip.mood,
        done=max(0, min(sums.elapsed, clock.minutes)),
        total=max(clock.minutes, 1),
        sums=list(_sentences(clock, sums)),
        clauses=[(clause, labels.clause_url(clause)) for clause in clauses],
        edition=clock.edition,
    )


def _sentences(clock: ClockState, sums: Arithmetic) -> Iterator[str]:
    language = labels.language()
    yield _("Started %(when)s") % {"when": _started(clock)}
    yield _limit(clock)
    if clock.unit == "work":
        for period in sums.counted:
            yield _("counted %(stretch)s") % {"stretch": _stretch(period)}
    for pause in sums.paused:
        yield _("paused %(stretch)s, on hold for the customer's own reason") % {"stretch": _stretch(pause)}
    if len(sums.paused) > 1:
        yield _("Paused %(length)s in all: due that much later") % {"length": span(sums.paused_minutes, language)}
    yield _("Due %(when)s") % {"when": moment(clock.due_at)}
    if clock.provisional:
        yield _("Provisional: the working days of that year are not announced yet.")
    if clock.stopped_at:
        yield _("Stopped %(when)s after %(length)s") % {
            "when": moment(clock.stopped_at),
            "length": span(sums.elapsed, language),
        }


def _started(clock: ClockState) -> str:
    rule = shipped().clocks.get(clock.kind)
    told = {"when": moment(clock.started_at)}
    if clock.run == 1 and rule is not None and rule.starts_from == "contacted_at":
        return _("%(when)s with the customer's contact") % told
    if clock.run > 1:
        return _("%(when)s anew (run %(run)s)") % {**told, "run": clock.run}
    return _("%(when)s when it was entered") % told


def _limit(clock: ClockState) -> str:
    """How long, by which type, and among which types it is the shortest (C5.2)."""
    language = labels.language()
    if clock.kind == "promise":
        return _("Due exactly when it was promised to the customer")
    told = {"length": _length(clock.minutes, language), "types": _types(clock)}
    if clock.unit == "work":
        return _("Limit %(length)s of working time (%(hours)s)") % {**told, "hours": clock.hours}
    if not clock.among:
        return _("Limit %(length)s, round the clock") % told
    if len(clock.among) == 1:
        return _("Limit %(length)s, by type: %(types)s") % told
    return _("Limit %(length)s, the shortest of: %(types)s") % told


def _types(clock: ClockState) -> str:
    language = labels.language()
    rows: list[dict[str, Any]] = sorted((dict(row) for row in clock.among), key=lambda row: row["hours"])
    named = [f"{labels.label('deadline_types', row['type'])} {_length(row['hours'] * 60, language)}" for row in rows]
    return ("、" if language == "zh" else ", ").join(named)


def _length(minutes: int, language: clocktext.Language) -> str:
    """Whole days only where the law speaks of days."""
    if minutes % 1440 == 0 and minutes > 120 * 60:
        return _("%(days)s days") % {"days": minutes // 1440}
    return span(minutes, language)


def _stretch(stretch: Stretch) -> str:
    start = moment(stretch.start)
    if stretch.end is None:
        until = _("now")
    else:
        until = moment(stretch.end)
        until = until[11:] if until[:10] == start[:10] else until
    return f"{start} – {until} · {span(stretch.minutes, labels.language())}"
