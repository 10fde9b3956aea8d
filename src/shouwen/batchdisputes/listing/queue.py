"""Lists that wait for the worker: claimed by a lease, taken a stretch at a time, gone on with by whoever is there."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.db.models import Q

from shouwen.batchdisputes import verbs
from shouwen.batchdisputes.listing.heads import unfit
from shouwen.batchdisputes.listing.taking import NoLongerDraft, Taking
from shouwen.batchdisputes.models import BatchList
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.people.system import System
from shouwen.tickets.importing.cells import FileRefused
from shouwen.tickets.importing.tables import Table

BATCHES = System("system:batches")
STRETCH_SECONDS = 8.0
LEASE = timedelta(minutes=5)
WAITING, READING = BatchList.State.WAITING, BatchList.State.READING


def take_next(at: datetime, *, stop: Callable[[], bool] = lambda: False) -> bool:
    """Take the oldest waiting list on for a stretch; answers whether there was one. Safe side by side."""
    kept = _claim(at)
    if kept is None:
        return False
    trouble, over = None, True
    try:
        over = _carry_on(kept, at, stop)
    except FileRefused as error:
        trouble = error.refused
    except NoLongerDraft:
        trouble = Refused.of(shipped(), "batch-move-not-allowed", move="change", state=kept.batch.state)
    rejects = rejects_of(kept)
    BatchList.objects.filter(pk=kept.pk).update(rejected=rejects.name if rejects.exists() else "", lease_until=None)
    if over:
        told = trouble.as_json() if trouble is not None else None
        verbs.list_read(kept.batch_id, actor=BATCHES, at=at, which=kept.pk, trouble=told)
    return True


def rejects_of(kept: BatchList) -> Path:
    """Where the rejected rows of a list are kept."""
    return Path(settings.MEDIA_ROOT) / "batches" / "rejected" / f"{kept.pk}.csv"


def _claim(at: datetime) -> BatchList | None:
    free = Q(lease_until=None) | Q(lease_until__lt=at)
    waiting = BatchList.objects.filter(free, state__in=(WAITING, READING))
    for pk in waiting.order_by("pk").values_list("pk", flat=True)[:5]:
        if waiting.filter(pk=pk).update(lease_until=at + LEASE, state=READING):
            return BatchList.objects.select_related("batch").get(pk=pk)
    return None


def _carry_on(kept: BatchList, at: datetime, stop: Callable[[], bool]) -> bool:
    """Read on; answers whether the end was reached."""
    table = Table(Path(kept.file.path))
    refused = unfit(table.columns, money=kept.batch.money)
    if refused is not None:
        raise FileRefused(refused.code, **refused.facts)
    if not kept.total:
        kept.total = table.count()
        BatchList.objects.filter(pk=kept.pk).update(total=kept.total)
    rejects = rejects_of(kept)
    rejects.parent.mkdir(parents=True, exist_ok=True)
    # The stretch begins with its first chunk: what was done before is only skipped.
    ends: list[float] = []

    def over() -> bool:
        ends.append(monotonic() + STRETCH_SECONDS)
        return stop() or monotonic() > ends[0]

    return Taking(kept, table, rejects=rejects, actor=BATCHES, at=at).go(over)
