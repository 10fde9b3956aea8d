"""The rounds that the worker makes: what is done again and again, and how often."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from shouwen.clocks.recompute import leftovers
from shouwen.clocks.sweep import sweep
from shouwen.ledger.seals import seal
from shouwen.tickets.importing.queue import take_next
from shouwen.tickets.marks import follow
from shouwen.tickets.tidying import end_looks, tidy


@dataclass(frozen=True)
class Round:
    """One task of the worker.

    `do(at)` gets the time (UTC) and does a bounded amount of work: a round that finds more than it can do in
    a few seconds leaves the rest for its next turn, so that a stop is never waited for. It may run in several
    workers at once and be killed at any moment.
    """

    name: str
    every_seconds: int
    do: Callable[[datetime], object]


ROUNDS: tuple[Round, ...] = (
    Round("clocks", 5, partial(sweep, limit=5_000)),
    Round("seals", 60, seal),
    Round("calendar", 600, leftovers),
    Round("imports", 2, take_next),
    Round("marks", 30, follow),
    Round("looks", 60, end_looks),
    Round("tidying", 3600, tidy),
)
