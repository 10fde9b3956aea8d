"""What the database and the machine say at the moment of asking.

Each figure is one statement over a partial index, so it grows with what is open and not with what is stored. A figure
that took long is kept for so long that asking again and again takes a twentieth of one processor at most.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import get_args

from django.db.models import Count, F, Min, Q, Sum
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from shouwen.clocks.models import Clock
from shouwen.handbook.schema import Unit
from shouwen.ledger.models import Chain, Seal
from shouwen.refunds.line import line
from shouwen.refunds.reads import monitor
from shouwen.tickets.models import ImportRun, Ticket
from shouwen.wiring import heartbeat

SHARE = 20.0
MOST = 10_000
SOON = timedelta(hours=24)
# The units that a limit is counted in; named, they let the index answer a question about due times alone.
UNITS = get_args(Unit)


@dataclass(eq=False)
class Figures:
    """A collector. `now` answers the time in UTC; the data folder holds the worker's sign of life."""

    now: Callable[[], datetime]
    data: Path
    processes: Callable[[], list[int]] = lambda: [os.getpid()]
    _kept: dict[str, tuple[float, list[Metric]]] = field(default_factory=dict)

    def collect(self) -> Iterator[Metric]:
        """Answers every figure. Raises django.db.Error when the database does not answer."""
        at = self.now()
        yield from self._worker(at)
        yield self._memory()
        for measure in (queues, clocks, sweep, imports, refunds, seals):
            yield from self._afford(measure, at)

    def _afford(self, measure: Callable[[datetime], Iterator[Metric]], at: datetime) -> list[Metric]:
        until, found = self._kept.get(measure.__name__, (0.0, []))
        began = monotonic()
        if began < until:
            return found
        found = list(measure(at))
        ended = monotonic()
        self._kept[measure.__name__] = (ended + SHARE * (ended - began), found)
        return found

    def _worker(self, at: datetime) -> Iterator[Metric]:
        beat = heartbeat.last(self.data)
        silent = GaugeMetricFamily("shouwen_worker_silent_seconds", "Since the worker's last sign of life")
        failing = GaugeMetricFamily("shouwen_worker_failing", "Rounds that failed at their last turn", labels=["round"])
        if beat is not None:
            silent.add_metric([], max(0.0, (at - beat.at).total_seconds()))
            for name in beat.failing:
                failing.add_metric([name], 1)
        yield silent
        yield failing

    def _memory(self) -> Metric:
        memory = GaugeMetricFamily("shouwen_web_memory_bytes", "Resident memory of a web process", labels=["pid"])
        for pid in self.processes():
            if (resident := resident_bytes(pid)) is not None:
                memory.add_metric([str(pid)], resident)
        return memory


def resident_bytes(pid: int) -> int | None:
    """Answers the resident memory of a process, None of one that is gone or where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def queues(at: datetime) -> Iterator[Metric]:
    """Open tickets by state and group; those that no group has carry an empty one."""
    depth = GaugeMetricFamily("shouwen_tickets_open", "Open tickets", labels=["state", "group"])
    rows = Ticket.objects.unscoped("figures of all").filter(archived_at=None).exclude(state="voided")
    for state, group, count in rows.order_by().values_list("state", "group__code").annotate(n=Count("pk")):
        depth.add_metric([state, group or ""], count)
    yield depth


def clocks(at: datetime) -> Iterator[Metric]:
    """Running clocks whose time has passed, and those that fall due within a day, by kind."""
    breached = GaugeMetricFamily("shouwen_clocks_breached", "Running clocks past their time", labels=["kind"])
    due = GaugeMetricFamily("shouwen_clocks_due", "Clocks that fall due within 24 hours", labels=["kind"])
    rows = Clock.objects.filter(stopped_at=None, unit__in=UNITS, due_at__lte=at + SOON).order_by()
    passed = Count("pk", filter=Q(due_at__lte=at))
    for kind, every, late in rows.values_list("kind").annotate(n=Count("pk"), late=passed):
        breached.add_metric([kind], late)
        due.add_metric([kind], every - late)
    yield breached
    yield due


def sweep(at: datetime) -> Iterator[Metric]:
    """How late the sweep is: since when the oldest clock has waited to be looked at, nought when none waits."""
    oldest = Clock.objects.filter(wake_at__isnull=False).aggregate(oldest=Min("wake_at"))["oldest"]
    late = max(0.0, (at - oldest).total_seconds()) if oldest else 0.0
    yield GaugeMetricFamily("shouwen_sweep_late_seconds", "How long the oldest due clock waits for the sweep", late)


def refunds(at: datetime) -> Iterator[Metric]:
    """Refunds that are not settled, how long the oldest of them waits, and whether billing answers."""
    seen = monitor.waiting()
    going = GaugeMetricFamily("shouwen_refunds_waiting", "Refunds that are not settled", labels=["state"])
    going.add_metric(["due"], seen.due)
    going.add_metric(["unknown"], seen.unknown)
    going.add_metric(["held"], seen.held)
    going.add_metric(["refused"], seen.refused)
    yield going
    oldest = max(0.0, (at - seen.oldest).total_seconds()) if seen.oldest else 0.0
    yield GaugeMetricFamily("shouwen_refunds_oldest_seconds", "How long the oldest refund on the way waits", oldest)
    down = line().down_since
    silent = max(0.0, (at - down).total_seconds()) if down else 0.0
    yield GaugeMetricFamily("shouwen_billing_silent_seconds", "Since when billing doesn't answer", silent)


def imports(at: datetime) -> Iterator[Metric]:
    """Rows of all imports by what became of them, and the imports that wait or run."""
    runs = ImportRun.objects.unscoped("figures of all").order_by()
    sums = runs.exclude(state=ImportRun.State.DRAFT).aggregate(made=Sum("made"), already=Sum("already"), bad=Sum("bad"))
    rows = CounterMetricFamily("shouwen_import_rows", "Rows imported, there already, refused", labels=["outcome"])
    for outcome, count in sums.items():
        rows.add_metric([outcome], count or 0)
    yield rows
    states = (ImportRun.State.WAITING, ImportRun.State.RUNNING)
    waiting = runs.filter(state__in=states).exclude(file="").count()
    yield GaugeMetricFamily("shouwen_imports_waiting", "Imports that wait for the worker or run", waiting)


def seals(at: datetime) -> Iterator[Metric]:
    """Chains that grew since they were sealed, counted up to ten thousand, and the age of the last seal."""
    grown = Chain.objects.filter(length__gt=F("sealed")).order_by("pk").values_list("pk", flat=True)
    unsealed = len(grown[:MOST])
    yield GaugeMetricFamily("shouwen_chains_unsealed", "Chains that grew since they were sealed", unsealed)
    last = Seal.objects.order_by("-number").values_list("at", flat=True).first()
    if last:
        age = max(0.0, (at - last).total_seconds())
        yield GaugeMetricFamily("shouwen_seal_age_seconds", "Since the last seal", age)
