"""`shouwen worker`."""

import os
import signal
import threading
from datetime import UTC, datetime

import click

from shouwen.wiring.command._django import ready


@click.command(name="worker")
@click.option("--once", is_flag=True, help="Make every round once and end; 1 if one of them failed.")
def command(once: bool) -> None:
    """Sweeps clocks, seals the ledger and does whatever else falls due.

    Runs until SIGTERM or Ctrl-C, ends the round that it is in (at the second of them it ends at once), and may run
    any number of times side by side; it can be killed at any moment without harm.
    """
    ready()
    from django.conf import settings
    from django.db import close_old_connections

    from shouwen.wiring.rounds import ROUNDS
    from shouwen.wiring.worker import Worker

    stop = threading.Event()

    def end(*_: object) -> None:
        if stop.is_set():
            # Whoever asks twice does not wait. What was not committed is undone by the database.
            os._exit(1)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    data = settings.ENVIRONMENT.data
    worker = Worker(ROUNDS, data=data, now=lambda: datetime.now(UTC), before_each=close_old_connections)
    wait = worker.turn(stop.is_set)
    while not once and not stop.wait(wait):
        wait = worker.turn(stop.is_set)
    if once and worker.failing:
        raise SystemExit(1)
