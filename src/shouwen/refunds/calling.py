"""Calling billing about refunds that were taken. Nothing here touches the database: it runs in threads."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from shouwen.refunds.billing.port import Billing, Outcome, Unavailable, What
from shouwen.refunds.claiming import Taken

LOG = logging.getLogger("shouwen.refunds")
# Billing's clock may differ from ours, and it may have booked late.
AROUND = timedelta(days=1)


@dataclass(frozen=True)
class Heard:
    """What was heard: the answer, and what the statement said where it was read as a second witness."""

    outcome: Outcome
    witness: Outcome | None = None

    @property
    def says(self) -> Outcome:
        """What counts: the statement where it was read."""
        return self.witness or self.outcome


def send(billing: Billing, taken: Taken) -> Heard:
    """Send it, once, unless that was put off too long."""
    if taken.is_stale():
        return Heard(Outcome(What.ABSENT, why="not-reached"))
    return Heard(_guarded(lambda: billing.send(taken.order)))


def ask(billing: Billing, taken: Taken) -> Heard:
    """Ask what became of it. Where billing knows nothing, its statement of that account is the second witness."""
    answer = _guarded(lambda: billing.ask(taken.order.key))
    if answer.what is not What.ABSENT:
        return Heard(answer)
    return Heard(answer, _guarded(lambda: _in_statement(billing, taken)))


def _in_statement(billing: Billing, taken: Taken) -> Outcome:
    since, until = taken.refund.ordered_at - AROUND, taken.attempt.at + AROUND
    try:
        lines = billing.statement(since, until, taken.order.number)
        found = next((line for line in lines if line.key == taken.order.key), None)
    except Unavailable as error:
        return Outcome(What.UNKNOWN, why=str(error), down=True)
    if found is None:
        return Outcome(What.ABSENT, why="not-known-there")
    return Outcome(What.DONE, booked_at=found.booked_at, amount=found.amount, receipt=found.receipt)


def _guarded(call: Callable[[], Outcome]) -> Outcome:
    """The call's answer. An adapter that raises has a bug, and nobody knows what it had done by then."""
    try:
        return call()
    except Exception:
        LOG.exception("the adapter to billing broke")
        return Outcome(What.UNKNOWN, why="not-understood", down=True)
