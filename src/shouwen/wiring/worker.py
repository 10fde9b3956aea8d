"""The worker: makes its rounds until it is asked to stop, and survives whatever happens in one of them."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from shouwen.web.outages import outage_of
from shouwen.wiring.discretion import message
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
            wait = (self._due.get(each.name, at) - at).total_seconds()
            # Longer than the round's own pause: the clock was set back, and the round would sleep until it catches up.
            if not 0 < wait <= each.every_seconds:
                self._make(each, at, stopping)
                self._due[each.name] = at + timedelta(seconds=each.every_seconds)
        at = self.now()
        self._beat(at)
        waits = [(due - at).total_seconds() for due in self._due.values()]
        return max(0.0, min([LONGEST_NAP, *waits]))

    def _make(self, each: Round, at: datetime, stopping: Callable[[], bool]) -> None:
        began = monotonic()
        try:
            self.before_each()
            each.do(at, **({"stop": stopping} if each.stoppable else {}))
        except Exception as error:
            outage = outage_of(error)
            # An outage is nobody's fault and needs no trace; it ends as it came.
            extra = {"round": each.name} | ({"outage": str(outage)} if outage else {})
            again = "round %s failed; it is tried again in %s s"
            LOG.error(again, each.name, each.every_seconds, exc_info=outage is None, extra=extra)
            self.failing[each.name] = message(error)
        else:
            self.failing.pop(each.name, None)
            LOG.debug("round made", extra={"round": each.name, "seconds": round(monotonic() - began, 3)})

    def _beat(self, at: datetime) -> None:
        try:
            leave(self.data, Heartbeat(at=at, failing=dict(self.failing)))
        except OSError as error:
            LOG.error("no heartbeat could be left in %s: %s", self.data, error)
