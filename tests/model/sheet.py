"""A ticket on paper: what is written on it, and what follows from that when somebody asks."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.model import numbers as n
from tests.model.clocks import Holds, Run
from tests.model.people import PEOPLE, UNDER
from tests.model.worktime import Days


@dataclass
class Surge:
    """A batch incident 批量投诉 on paper."""

    matter: str
    newest: datetime
    over: bool = False


@dataclass
class Sheet:
    """A ticket on paper."""

    unit: str
    owner: str
    group: str
    customer: str
    about: dict[str, object]
    category: str
    hits: str
    contacted_at: datetime
    entered_at: datetime
    kinds: set[str]
    direction: str
    said_why: str = ""
    state: str = "open"
    held_from: str = ""
    holder: str | None = None
    archived_at: datetime | None = None
    repeats: bool = False
    surge: Surge | None = None
    chases: int = 0
    asked: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    holds: Holds = field(default_factory=Holds)
    runs: dict[str, list[Run]] = field(default_factory=dict)

    @property
    def matter(self) -> str:
        return matter_of(self.category, self.hits)

    @property
    def priority(self) -> str:
        """C4.3."""
        if self.about["grade"] in n.CLUB:
            return "express"
        return "urgent" if self.kinds or self.said_why else "normal"

    @property
    def next_due(self) -> datetime | None:
        """The nearest deadline that runs; the statutory one only where no other does."""
        going = [run for runs in self.runs.values() for run in runs[-1:] if run.running]
        inner = [run.due for run in going if run.kind != "statutory"]
        return min(inner or [run.due for run in going], default=None)

    def limits(self) -> dict[str, int]:
        """The minutes to complete and to answer first, as things stand (C5.2)."""
        hours, _ = n.completion_hours(
            grade=str(self.about["grade"]),
            brand=str(self.about["brand"]),
            kinds=self.kinds,
            direction=self.direction,
            international=n.CATEGORIES[self.category][1],
        )
        return {"completion": hours * 60, "first_answer": min(hours, n.FIRST_ANSWER_HOURS) * 60}

    def judge_again(self) -> None:
        """Limits that changed move the deadlines of what still goes, and of what is taken up again."""
        for kind, minutes in self.limits().items():
            if kind in self.runs and self.runs[kind][-1].stop is None:
                self.runs[kind][-1].minutes = minutes

    def begin(self, kind: str, start: datetime, minutes: int, days: Days, *, until: datetime | None = None) -> None:
        """A new run of a clock, which ends the one before."""
        runs = self.runs.setdefault(kind, [])
        if runs:
            runs[-1].end(start)
        runs.append(Run(kind, start, minutes, self.holds, days, number=len(runs) + 1, until=until))

    def stop(self, at: datetime, *kinds: str) -> None:
        """These clocks stop."""
        for kind in kinds:
            for run in self.runs.get(kind, [])[-1:]:
                run.end(at)

    def sees(self, who: str) -> bool:
        """Tickets of one's own part of the tree, of one's groups, and those in one's own hands."""
        person = PEOPLE[who]
        return self.unit in UNDER[person.place] or who in (self.owner, self.holder) or self.group in person.groups


ALL = ("passed_on", "first_answer", "next_word", "promise", "completion", "statutory")


def matter_of(category: str, hits: str) -> str:
    """The same matter: the leaf category plus what it hits, where known; spaces and case don't tell apart (C1.3.3)."""
    return f"{category}/{''.join(hits.split()).lower()}"
