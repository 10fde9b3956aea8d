"""The one table of states and moves 工单流转. The door asks it; nobody else changes a state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shouwen.handbook.decision import Refused

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition

BACK = "back"


def allowed(state: str, edition: Edition) -> tuple[str, ...]:
    """The moves that a ticket in that state may take, in the table's order."""
    return tuple(code for code, move in edition.moves.items() if state in move.from_)


def target(move: str, state: str, edition: Edition) -> str | Refused:
    """The state that the move leads to; `back` stands for the state before the hold."""
    entry = edition.moves.get(move)
    if entry is None:
        return Refused.of(edition, "unknown-move", move=move)
    if state not in entry.from_:
        return Refused.of(edition, "move-not-allowed", move=move, state=state)
    return entry.to


def dispute_target(move: str, state: str, edition: Edition) -> str | Refused:
    """The same for a dispute (C4.8); `back` is the state before the reversal, or for a check the one it is in."""
    entry = edition.dispute_moves.get(move)
    if entry is None:
        return Refused.of(edition, "unknown-move", move=move)
    if state not in entry.from_:
        return Refused.of(edition, "dispute-move-not-allowed", move=move, state=state)
    return entry.to
