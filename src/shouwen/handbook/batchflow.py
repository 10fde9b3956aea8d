"""Where a batch goes next (C4.8.4): its states in the order of its flow, and the one table of its moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shouwen.handbook.authority import at_least, level_for
from shouwen.handbook.decision import Refused

if TYPE_CHECKING:
    from decimal import Decimal

    from shouwen.handbook.edition import Edition

BEGINS = "draft"
NEXT, BEFORE, SAME = "next", "before", "same"


def steps(flow: str, *, money: bool, edition: Edition) -> tuple[str, ...]:
    """The steps of a flow in their order, with money or without."""
    entry = edition.batch_flows[flow]
    return entry.steps if money else entry.steps_without_money


def way(flow: str, *, money: bool, edition: Edition) -> tuple[str, ...]:
    """The states that a batch of this flow goes through when all goes well: one for each step, from the draft on."""
    found = [BEGINS]
    for step in steps(flow, money=money, edition=edition):
        if (state := state_of(step, edition)) not in found:
            found.append(state)
    return tuple(found)


def state_of(step: str, edition: Edition) -> str:
    """The state in which a step is taken: the first of the table."""
    return next(code for code, entry in edition.batch_states.items() if step in entry.steps)


def target(move: str, state: str, *, flow: str, money: bool, edition: Edition) -> str | Refused:
    """The state that the move leads to, or why it can't be taken from here."""
    entry = edition.batch_moves.get(move)
    if entry is None:
        return Refused.of(edition, "unknown-move", move=move)
    if state not in entry.from_:
        return Refused.of(edition, "batch-move-not-allowed", move=move, state=state)
    if entry.to == SAME:
        return state
    if entry.to in (NEXT, BEFORE):
        order = way(flow, money=money, edition=edition)
        return order[order.index(state) + (1 if entry.to == NEXT else -1)]
    return entry.to


def allowed(state: str, edition: Edition) -> tuple[str, ...]:
    """The moves that a batch in that state may take, in the table's order."""
    return tuple(code for code, move in edition.batch_moves.items() if state in move.from_)


def leaders(total: Decimal, edition: Edition) -> tuple[str, ...]:
    """The company's leaders who approve this total: level by level, up to the one whose limit holds it (C4.8.3)."""
    first = edition.batching.leaders_from
    last = level_for(total, edition)
    chain = (code for code in edition.authority.levels if at_least(code, first, edition))
    return tuple(code for code in chain if code == first or at_least(last, code, edition))
