"""What goes into a bulk, and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shouwen.handbook.decision import Refused
from shouwen.people.models import Staff
from shouwen.tickets.situation import Opening

STATES = ("open", "queued", "working", "answered", "archived")


@dataclass(frozen=True, kw_only=True)
class Closing:
    """The reply that history brings along: course of handling, answer, how satisfied, when (C4.2)."""

    at: datetime
    answer: str
    course: str = ""
    satisfaction: str = "not_stated"


@dataclass(frozen=True, kw_only=True)
class Imported:
    """One ticket of a bulk: what the desk would hand in, and how far it had come.

    `customer` (name, grade, brand, province, city …) counts for numbers that aren't on record yet. A `queued`
    ticket waits in the group that it is routed to; `open` and `working` ones are in the hands of `holder`, else
    of the owner. An `archived` one without `closing` has no known time of its end: its clocks are left out.
    """

    opening: Opening
    customer: Mapping[str, Any] = field(default_factory=dict)
    state: str = "queued"
    opened_at: datetime | None = None
    holder: Staff | None = None
    closing: Closing | None = None
    root_cause: str = ""


@dataclass(kw_only=True)
class Result:
    """How many were made, how many were there already (by external number), and which were refused and why."""

    made: int = 0
    already: int = 0
    refused: list[tuple[Imported, Refused]] = field(default_factory=list)

    def add(self, other: "Result") -> None:
        """Count another result in."""
        self.made += other.made
        self.already += other.already
        self.refused += other.refused
