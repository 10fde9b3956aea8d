"""The door as cases use it: an act that tells of a moved state, keeps the clocks, and lets people know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shouwen.clocks.models import Watched
from shouwen.clocks.projection import advance, nearest
from shouwen.handbook.clocks import ClockState
from shouwen.ledger.door import Act
from shouwen.ledger.models import Event
from shouwen.notices.sending import tell
from shouwen.people.models import Staff


@dataclass
class CaseAct(Act):
    """An act on a case. `move` names the row of its table that must allow it; the room's own `go` asks that table.

    `clocks` are the case's as `record` left them.
    """

    move: str = ""
    state_before: str = ""
    clocks: Mapping[str, ClockState] = field(default_factory=dict)

    def watched(self) -> Watched:
        """What the clocks know of the case: how it is named and found, and in whose hands it is. Unsaved."""
        raise NotImplementedError

    def record(self, **facts: Any) -> Event:
        """Write the one event, fold it into the clocks, and save the case with its nearest deadline."""
        if self.state_before and self.state_before != self.subject.state:
            facts["state"] = [self.state_before, self.subject.state]
        return super().record(**facts)

    def save(self) -> None:
        """Fold the event that was written into the clocks, and keep the case by its nearest deadline."""
        assert self.chain is not None and self.event is not None
        self.clocks = advance(self.chain, self.event)
        for name, value in _due(nearest(self.clocks)).items():
            setattr(self.subject, name, value)
        self.keep()

    def keep(self) -> None:
        """Write the case; the clocks hear of a new one."""
        new = self.subject.pk is None
        if new:
            self.subject.chain = self.chain
        self.subject.save()
        if new:
            self.watched().save(force_insert=True)

    def tell(self, people: Iterable[Staff], code: str = "", **facts: Any) -> None:
        """Tell people of this act, under its own code or another, except who did it. Call after `record`."""
        assert self.event is not None
        code, seen = code or self.code, self.watched()
        others = [person for person in people if person.code != self.actor.code]
        once = f"{self.chain}:{self.event.seq}:{code}"
        tell(others, code, at=self.at, once=once, about=seen.about, link=seen.link, facts=facts)


def follow_deadline(model: Any, chain_id: int, first: ClockState | None) -> None:
    """Sort a case of that model anew after the calendar moved its deadline; whoever calls holds the chain."""
    model.rows.filter(chain=chain_id).update(**_due(first))


def _due(first: ClockState | None) -> dict[str, Any]:
    """The columns that a case is sorted by."""
    return {"next_due_at": first.due_at if first else None, "next_due_clock": first.kind if first else ""}
