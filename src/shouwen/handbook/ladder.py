"""The escalation ladder 逐级督办 (C3.1): whom to tell, and when, as a deadline comes near and passes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from shouwen.handbook.clocks import ClockState
from shouwen.handbook.default_calendar import default_calendar
from shouwen.handbook.worktime import Calendar

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition
    from shouwen.handbook.schema import LadderStep

Recipient = Literal["first_asked", "holder", "manager", "support_lead", "branch_lead"]


@dataclass(frozen=True)
class Step:
    """One rung: level 0 warns, 1 is the breach, then up. `name` is its code in `edition.ladder`."""

    level: int
    name: str
    at: datetime
    to: tuple[str, ...]


def steps(clock: ClockState, edition: Edition, *, calendar: Calendar | None = None) -> tuple[Step, ...]:
    """Every rung of the clock's run in order, nobody skipped, whether or not the clock still goes.

    The warning of a work-clock is counted on the calendar given, or on the packaged one.
    """
    share = edition.clocks[clock.kind].share
    warn = clock.used_up(int(clock.minutes * share), calendar or default_calendar()).at
    rungs = enumerate(edition.ladder.items())
    return tuple(Step(level, name, _moment(rung, clock, warn), rung.to) for level, (name, rung) in rungs)


def _moment(rung: LadderStep, clock: ClockState, warn: datetime) -> datetime:
    if rung.after_breach_hours is None:
        return min(warn, clock.due_at)
    return clock.due_at + timedelta(hours=rung.after_breach_hours)
