"""The checks of the chapter on batches of refunds (C4.8.4), as `references.py` makes them of the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shouwen.handbook.batchflow import BEFORE, BEGINS, NEXT, SAME
from shouwen.handbook.problems import Problem, unknown

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition

FILE = "batch.toml"


def _batches(edition: Edition) -> Iterator[Problem]:
    states = edition.batch_states
    yield from unknown(FILE, "batch_states", [BEGINS], states)
    for code, state in states.items():
        yield from unknown(FILE, f"batch_states.{code}.steps", state.steps, edition.batch_steps)
    for code, move in edition.batch_moves.items():
        yield from unknown(FILE, f"batch_moves.{code}.from", move.from_, states)
        yield from unknown(FILE, f"batch_moves.{code}.to", [move.to], [*states, NEXT, BEFORE, SAME])
    taken = {step for state in states.values() for step in state.steps}
    for flow in edition.batch_flows.values():
        for step in (*flow.steps, *flow.steps_without_money):
            if step not in taken:
                sentence = f"{step!r} is a step of the flow {flow.code}, but no state takes it: add it to one"
                yield Problem(FILE, "batch_states", sentence)
    yield from unknown(FILE, "batching.leaders_from", [edition.batching.leaders_from], edition.authority.levels)


BATCH_CHECKS = (_batches,)
