"""The worker: makes its rounds until it is asked to stop, and survives whatever happens in one of them."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from shouwen.wiring.heartbeat import Heartbeat, leave
from shouwen.wiring.rounds import Round

LOG = logging.getLogger("shouwen.worker")
LONGEST_NAP = 5.0


class Worker:
    """Makes each round when it is due. Every round is due at the start.

    A round that raises is logged and tried again at its next turn; the others go on. Rounds missed while the
    worker was down are not made up one by one: each looks at what is due now, however late.
    `before_each` drops connections that broke in the round before.
    """

    def __init__(
        self,
        rounds: Sequence[Round],
        *,
        data: Path,
        now: Callable[[], datetime],
        before_each: Callable[[], None] = lambda: None,
    ) -> None:
        self.rounds = rounds
        self.data = data
        self.now = now
        self.before_each = before_each
        self.failing: dict[str, str] = {}
        self._due: dict[str, datetime] = {}

    def turn(self, stopping: Callable[[], bool] = lambda: False) -> float:
        """Makes the rounds that are due and leaves a heartbeat; answers the seconds until the next."""
        for each in self.rounds:
            if stopping():
                return 0.0
            at = self.now()
            if at >= self._due.get(each.name, at):
                self._make(each, at)
                self._due[each.name] = at + timedelta(seconds=each.every_seconds)
        at = self.now()
        self._beat(at)
        waits = [(due - at).total_seconds() for due in self._due.values()]
        return max(0.0, min([LONGEST_NAP, *waits]))

    def _make(self, each: Round, at: datetime) -> None:
        try:
            self.before_each()
            each.do(at)
        except Exception as error:
            LOG.exception("round %s failed; it is tried again in %s s", each.name, each.every_seconds)
            self.failing[each.name] = f"{type(error).__name__}: {error}"[:500]
        else:
            self.failing.pop(each.name, None)

    def _beat(self, at: datetime) -> None:
        try:
            leave(self.data, Heartbeat(at=at, failing=dict(self.failing)))
        except OSError as error:
            LOG.error("no heartbeat could be left in %s: %s", self.data, error)
