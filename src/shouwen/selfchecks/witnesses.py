"""What the ledger says of refunds: who asked, who signed and what they might sign then, what was found before (C4.8.7).

Read from the events alone, never from the rows that the verbs keep: what was changed in a row behind the product's back
shows. A few statements for however many disputes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from shouwen.handbook.authority import levels_of
from shouwen.handbook.edition import Edition
from shouwen.handbook.load import shipped
from shouwen.handbook.money import yuan
from shouwen.handbook.selfchecks import Signed
from shouwen.ledger.models import Event
from shouwen.people.models import Staff, Unit

AT_ONCE = 500
ASKED = ("dispute.applied", "dispute.reversal_asked")
CODES = ("dispute.granted", "dispute.signed", "dispute.found", "dispute.reopened", *ASKED)


@dataclass(frozen=True)
class Step:
    """A signature as its event tells of it."""

    level: str
    by: str
    stands_for: str
    at: datetime


@dataclass(frozen=True)
class Word:
    """What decided one refund: who asked for it when, the amount that was agreed to, and each signature."""

    asked_by: str
    asked_at: datetime
    amount: Decimal
    own: bool
    steps: tuple[Step, ...] = ()


@dataclass
class Told:
    """What one dispute's chain says: its findings in order, and the word for each refund by key."""

    findings: list[tuple[datetime, str, str]] = field(default_factory=list)
    words: dict[str, Word] = field(default_factory=dict)

    def found_at(self, at: datetime) -> tuple[str, str]:
        """The finding that held at that moment, and its cause."""
        held = [(result, cause) for when, result, cause in self.findings if when <= at]
        return held[-1] if held else ("", "")


def told(chains: Sequence[int]) -> dict[int, Told]:
    """What the chains of these disputes say, by chain."""
    by_chain: dict[int, list[Event]] = {}
    for some in portions(chains):
        events = Event.objects.filter(chain__in=some, code__in=CODES).order_by("chain_id", "seq")
        for event in events.only("chain_id", "seq", "code", "at", "actor", "facts"):
            by_chain.setdefault(event.chain_id, []).append(event)
    return {chain: _read(events) for chain, events in by_chain.items()}


def _read(events: Iterable[Event]) -> Told:
    found = Told()
    asked: dict[int, Event] = {}
    steps: dict[int, list[Step]] = {}
    for event in events:
        facts: Mapping[str, Any] = event.facts
        if event.code == "dispute.found":
            found.findings.append((event.at, facts.get("result", ""), facts.get("cause", "")))
        elif event.code == "dispute.reopened":
            found.findings.append((event.at, "", ""))
        elif event.code in ASKED:
            asked[facts["application"]], steps[facts["application"]] = event, []
        elif event.code == "dispute.granted":
            word = Word(event.actor, event.at, yuan(facts["amount"]), own=True)
            found.words[facts["refund"]] = word
        else:
            number = facts["application"]
            signed = Step(facts["level"], event.actor, facts.get("stands_for") or "", event.at)
            steps.setdefault(number, []).append(signed)
            if facts.get("refund") and number in asked:
                began = asked[number]
                amount = yuan(facts["amount"])
                found.words[facts["refund"]] = Word(began.actor, began.at, amount, False, tuple(steps[number]))
    return found


class Levels:
    """Which levels people held at a moment and over a place, from the events that gave and took their roles."""

    def __init__(self, edition: Edition | None = None) -> None:
        self.edition = edition or shipped()
        self._roles: dict[str, list[tuple[datetime, bool, str, str]]] = {}
        self._tops: dict[tuple[str, str], str] = {}
        self._units: dict[str, Unit] | None = None

    def load(self, codes: Iterable[str]) -> None:
        """Read the roles of these people, those that aren't known yet."""
        missing = sorted({code for code in codes if code} - self._roles.keys())
        for some in portions(missing):
            chains = dict(Staff.objects.filter(code__in=some).values_list("chain_id", "code"))
            self._roles |= {code: [] for code in some}
            events = Event.objects.filter(chain__in=chains, code__in=("staff.role_given", "staff.role_taken"))
            for event in events.order_by("chain_id", "seq"):
                gave = event.code == "staff.role_given"
                self._roles[chains[event.chain_id]].append((event.at, gave, event.facts["role"], event.facts["unit"]))

    def signed(self, step: Step, path: str) -> Signed:
        """The signature with the levels that it could stand for, at that time and over that place."""
        if not step.stands_for:
            return Signed(step.level, step.by, self.held(step.by, step.at, path))
        owed = self.held(step.stands_for, step.at, path)
        return Signed(step.level, step.by, self.held(step.by, step.at) if owed else ())

    def held(self, code: str, at: datetime, path: str = "") -> tuple[str, ...]:
        """The levels of a person at that moment; with a path only those that reach it."""
        roles: dict[tuple[str, str], bool] = {}
        for when, gave, role, unit in self._roles.get(code, ()):
            if when <= at:
                roles[role, unit] = gave
        held = [role for (role, unit), holds in roles.items() if holds and self._reaches(role, unit, path)]
        return levels_of(held, self.edition)

    def _reaches(self, role: str, unit: str, path: str) -> bool:
        return not path or path.startswith(self._top(role, unit))

    def _top(self, role: str, unit: str) -> str:
        if (role, unit) not in self._tops:
            if self._units is None:
                self._units = {one.code: one for one in Unit.rows.select_related("parent__parent__parent")}
            known, rule = self._units.get(unit), self.edition.roles.get(role)
            # A role or a unit that is no more reaches nothing.
            top = "" if known is None or rule is None else known.path
            if known is not None and rule is not None and rule.scope != "unit":
                top = known.above(rule.scope).path
            self._tops[role, unit] = top or "?"
        return self._tops[role, unit]


def portions(values: Iterable[Any], size: int = AT_ONCE) -> Iterable[list[Any]]:
    """The values in lists that one statement takes."""
    held = list(values)
    for start in range(0, len(held), size):
        yield held[start : start + size]
