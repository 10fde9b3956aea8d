"""Times of something done once, or again and again: on the wall, and of the processor.

On a machine where others are at work the wall's time is theirs too; the processor's is our own. It counts this
process and the processes that it started, but no database server.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import TypeVar

T = TypeVar("T")


@dataclass
class Watch:
    """How long the block of a `with` took, in seconds."""

    seconds: float = 0.0
    processor: float = 0.0

    def __enter__(self) -> "Watch":
        self._began, self._used = time.perf_counter(), _used()
        return self

    def __exit__(self, *error: object) -> None:
        self.seconds, self.processor = time.perf_counter() - self._began, _used() - self._used

    def rates(self, count: int, of: str) -> str:
        """So many things a second, and a second of the processor."""
        return f"{count / self.seconds:,.0f} {of}/s ({count / self.processor:,.0f} per second of processor)"


def _used() -> float:
    return time.process_time() + sum(os.times()[2:4])


@dataclass
class Spread:
    """Seconds of each turn."""

    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def time(self, work: Callable[[], T]) -> T:
        """Do it once, keep how long it took, and answer what it answered."""
        began, used = time.perf_counter(), time.process_time()
        answer = work()
        self.processor.append(time.process_time() - used)
        self.seconds.append(time.perf_counter() - began)
        return answer

    @property
    def median(self) -> float:
        """In milliseconds."""
        return median(self.seconds) * 1000

    @property
    def processor_ms(self) -> float:
        """The median of the processor's own time, in milliseconds."""
        return median(self.processor) * 1000

    @property
    def p99(self) -> float:
        """The time within which 99 of 100 turns were done, in milliseconds."""
        ranked = sorted(self.seconds)
        return ranked[min(len(ranked) - 1, int(len(ranked) * 0.99))] * 1000


def rank(seconds: list[float]) -> Spread:
    """What was timed elsewhere."""
    return Spread(seconds=seconds)
