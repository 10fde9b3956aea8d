"""Fills an empty database with the bulk generator, as `shouwen demo --tickets` does, and tells how it went.

Run as a program of its own, so that its memory is its own: `python -m bench.filling TICKETS NOW BLANK`, with BLANK the
address of another empty database for the floor. Tells in JSON; says on stderr how far it is.
"""

import json
import os
import sys
import time
from datetime import datetime

import django
from django.db import connection

# The floor is asked of a part: its rows are held in memory.
PART = 10_000
SHARE = 0.6
SAY_EVERY = 20_000


def main(tickets: int, now: datetime, blank: str) -> None:
    """Tickets a second, each judged, chained, timed and indexed; then all sealed. Floor: the same raw rows."""
    from bench import processes, rows
    from bench.line import Line
    from bench.spread import Watch
    from bench.world import SEED, settle
    from shouwen.demo.crowd import fill
    from shouwen.ledger import seals
    from shouwen.ledger.models import Chain

    empty, tell = rows.marks(), _Progress(tickets)
    with Watch() as watch:
        fill(seed=SEED, now=now, tickets=tickets, progress=tell)
    peak = processes.peak(os.getpid())
    share = min(1.0, PART / tickets)
    floor = tickets * share / rows.seconds_to_put(rows.since(empty, share=share), blank)
    chains = Chain.objects.count()
    with Watch() as sealing:
        seals.seal_all(now)
    settle()
    generator = Line(
        what=f"Bulk generator, {tickets:,} tickets, {peak:.0f} MB at most",
        measured=watch.rates(tickets, "tickets"),
        floor=f"{floor:,.0f}/s",
        ratio=tickets / watch.seconds / floor,
        value=tickets / watch.seconds / floor,
        unit="share",
        aim=SHARE if connection.vendor == "postgresql" else None,
        label="Bulk generator",
    )
    seal = Line(what=f"Seal, {chains:,} chains", measured=sealing.rates(chains, "chains"))
    print(json.dumps({"lines": [generator.as_json(), seal.as_json()], "peak": peak, "load": os.getloadavg()[0]}))


class _Progress:
    def __init__(self, whole: int) -> None:
        self.whole, self.done, self.said, self.began = whole, 0, 0, time.monotonic()

    def __call__(self, more: int) -> None:
        self.done += more
        if self.done - self.said >= SAY_EVERY or self.done == self.whole:
            self.said = self.done
            rate = self.done / (time.monotonic() - self.began)
            print(f"  {self.done:,} of {self.whole:,} tickets, {rate:,.0f}/s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), sys.argv[3])
