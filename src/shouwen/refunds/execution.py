"""The worker's round: sends what is due, asks for what is unknown. May run in several workers and be killed any time.

Guarantees, whatever happens between two steps (C4.8.2): a refund is sent only while it is `sending` with an attempt
that says so; what was sent is never sent again before billing, asked for the key and for its statement, knew nothing
of it for the grace time; the same key is used for ever. Every outcome is one event, and whoever ordered hears of it
in the same transaction. When billing is down nothing is lost, and nothing hammered.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from shouwen.refunds import calling, line
from shouwen.refunds.billing.choice import billing as chosen
from shouwen.refunds.billing.choice import by_file
from shouwen.refunds.billing.port import Billing, Outcome, What
from shouwen.refunds.calling import Heard
from shouwen.refunds.claiming import Taken, give_up_lost, take_due, take_unknown
from shouwen.refunds.policy import policy
from shouwen.refunds.settling import settle

STRETCH_SECONDS = 8.0
AT_ONCE = 8
CHUNK = 64
Stop = Callable[[], bool]


def work(at: datetime, *, stop: Stop = lambda: False, billing: Billing | None = None) -> int:
    """One round: a few seconds of sending and asking; answers how many refunds were looked at."""
    if billing is None and by_file():
        from shouwen.refunds.byfile import work as work_by_file

        return work_by_file(at, stop=stop)
    port = billing or chosen()
    if port is None:
        return 0
    began = monotonic()
    with _callers() as pool:
        return _Round(port, pool, lambda: at + timedelta(seconds=monotonic() - began), stop).go(began)


class _Round:
    def __init__(self, billing: Billing, pool: ThreadPoolExecutor, now: Callable[[], datetime], stop: Stop) -> None:
        self.billing, self.pool, self.now, self.stop = billing, pool, now, stop

    def go(self, began: float) -> int:
        """Lost ones first, then what is unknown, then what is due, until nothing is left or time is over."""
        looked_at = give_up_lost(self.now(), CHUNK)
        for take, call in ((take_unknown, calling.ask), (take_due, calling.send)):
            while not self.stop() and monotonic() - began < STRETCH_SECONDS and not line.paused(self.now()):
                # After a pause one call is enough to see whether billing is back.
                taken = take(self.now(), 1 if line.line().failures else CHUNK)
                if not taken:
                    break
                self._call(taken, call)
                looked_at += len(taken)
        return looked_at

    def _call(self, taken: Sequence[Taken], call: Callable[[Billing, Taken], Heard]) -> None:
        """Call for all of them, several at once, and write the answers as they come: those that are there together."""
        calls = {self.pool.submit(partial(call, self.billing, one)): one for one in taken}
        waiting, failures, answered = set(calls), 0, False
        while waiting:
            ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            heard = [(calls[one], _not_called(calls[one]) if one.cancelled() else one.result()) for one in ready]
            settle(heard, self.now())
            for _, said in (each for each, one in zip(heard, ready, strict=True) if not one.cancelled()):
                failures = failures + 1 if said.says.down else 0
                answered = answered or not failures
                if failures >= min(policy().failures, len(taken)):
                    line.failed(self.now(), said.says.why)
                    for one in waiting:
                        one.cancel()
                    answered = False
        if answered:
            line.answered(self.now())


def _not_called(taken: Taken) -> Heard:
    """Billing went away before it was this one's turn."""
    if taken.attempt.what == "send":
        return Heard(Outcome(What.ABSENT, why="not-reached"))
    return Heard(Outcome(What.UNKNOWN, why="not-reached", down=True))


@contextmanager
def _callers() -> Iterator[ThreadPoolExecutor]:
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="billing")
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
