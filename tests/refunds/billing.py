"""Billing as tests need it: a simulated system whose clock a test moves, spoken to directly or over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from shouwen.refunds.billing.http import HttpBilling
from shouwen.refunds.billing.port import Billing
from shouwen.refunds.billing.simulated.book import Book
from shouwen.refunds.billing.simulated.moods import Moods
from shouwen.refunds.billing.simulated.server import running
from shouwen.refunds.billing.simulated.system import System
from shouwen.refunds.execution import work


class Clock:
    """What time it is, for billing and for the worker."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def on(self, **more: float) -> datetime:
        self.at += timedelta(**more)
        return self.at


@contextmanager
def over_http(clock: Clock, *, token: str = "", **moods: Any) -> Iterator[tuple[System, Billing]]:
    """A billing system with these moods on the loopback, and the adapter that speaks to it."""
    system = System(Book(), Moods(**moods), clock)
    with running(system, token) as server:
        yield system, HttpBilling(server.address, token=token, seconds=20.0)
    system.book.close()


def rounds(clock: Clock, billing: Billing, *, count: int = 1, minutes: float = 1) -> None:
    """So many rounds of the worker, so many minutes apart."""
    for _ in range(count):
        work(clock.at, billing=billing)
        clock.on(minutes=minutes)


def settled(clock: Clock, billing: Billing) -> None:
    """Rounds until the dust has settled: enough for every grace time and every pause."""
    rounds(clock, billing, count=12, minutes=1)
    rounds(clock, billing, count=24, minutes=20)
