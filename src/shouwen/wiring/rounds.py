"""The rounds that the worker makes: what is done again and again, and how often."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from shouwen.api import idempotency
from shouwen.batchdisputes import carrying
from shouwen.batchdisputes.listing import queue as lists
from shouwen.clocks.recompute import leftovers
from shouwen.clocks.sweep import sweep
from shouwen.ledger.seals import seal
from shouwen.people.leaves import end_past
from shouwen.refunds import execution, reconciling
from shouwen.selfchecks.running import missed
from shouwen.selfchecks.running import work as selfchecks
from shouwen.tickets.importing.queue import take_next
from shouwen.tickets.marks import follow
from shouwen.tickets.tidying import end_looks, tidy


@dataclass(frozen=True)
class Round:
    """One task of the worker.

    `do(at)` gets the time (UTC) and does a bounded amount of work: a round that finds more than it can do in
    a few seconds leaves the rest for its next turn, so that a stop is never waited for. It may run in several
    workers at once and be killed at any moment. One that is `stoppable` is also given `stop`, which says that
    the worker is to end, and then leaves the rest undone.
    """

    name: str
    every_seconds: int
    do: Callable[..., object]
    stoppable: bool = False


ROUNDS: tuple[Round, ...] = (
    Round("clocks", 5, partial(sweep, limit=5_000)),
    Round("seals", 60, seal),
    Round("calendar", 600, leftovers),
    Round("imports", 2, take_next, stoppable=True),
    Round("marks", 30, follow),
    Round("lists", 2, lists.take_next, stoppable=True),
    Round("batches", 2, carrying.carry_on, stoppable=True),
    Round("refunds", 2, execution.work, stoppable=True),
    Round("reconciling", 600, reconciling.work, stoppable=True),
    Round("days", 600, missed.work, stoppable=True),
    Round("selfchecks", 300, selfchecks.work, stoppable=True),
    Round("looks", 60, end_looks),
    Round("leaves", 60, end_past),
    Round("answers", 60, idempotency.tidy),
    Round("tidying", 3600, tidy),
)
