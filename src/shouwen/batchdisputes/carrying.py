"""The worker's turn at batches: lines are ordered, outcomes waited for, notices prepared; a stretch at a time.

Claimed by a lease, so that workers side by side take different batches; what keeps a line from being ordered twice is
the lock of the batch's chain and the key of the refund, not the lease.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

from django.db.models import Q

from shouwen.batchdisputes import verbs
from shouwen.batchdisputes.listing.queue import BATCHES
from shouwen.batchdisputes.models import BatchDispute, BatchLine
from shouwen.batchdisputes.reads.totals import OPEN
from shouwen.batchdisputes.verbs.informing import untold
from shouwen.handbook.decision import Refused
from shouwen.refunds.models import Refund

STRETCH_SECONDS = 5.0
LEASE = timedelta(minutes=2)
MOST = 20


def carry_on(at: datetime, *, stop: Callable[[], bool] = lambda: False) -> int:
    """Take every batch that is under way on; answers how many chunks were written."""
    ends, chunks = monotonic() + STRETCH_SECONDS, 0
    for pk, state in _under_way():
        if stop() or monotonic() > ends:
            break
        if state == "executing":
            chunks += _order(pk, at, lambda: stop() or monotonic() > ends)
        elif state == "settling":
            chunks += _settle(pk, at)
        else:
            chunks += _prepare(pk, at, lambda: stop() or monotonic() > ends)
    return chunks


def _under_way() -> list[tuple[int, str]]:
    under_way = BatchDispute.objects.unscoped("the worker takes any").filter(
        state__in=("executing", "settling", "informing")
    )
    return list(under_way.order_by("pk").values_list("pk", "state")[:MOST])


def _order(pk: int, at: datetime, stop: Callable[[], bool]) -> int:
    """Order chunk after chunk, until all are ordered, somebody stops it, or the stretch is over."""
    if not _claimed(pk, at):
        return 0
    chunks = 0
    try:
        while True:
            answer = verbs.order_chunk(pk, actor=BATCHES, at=at)
            if isinstance(answer, Refused):
                break
            chunks += 1
            if answer.subject.state != "executing" or stop():
                break
    finally:
        BatchDispute.rows.filter(pk=pk).update(lease_until=None)
    return chunks


def _claimed(pk: int, at: datetime) -> bool:
    free = Q(lease_until=None) | Q(lease_until__lt=at)
    return bool(BatchDispute.rows.filter(free, pk=pk, state="executing").update(lease_until=at + LEASE))


def _settle(pk: int, at: datetime) -> int:
    serial = BatchDispute.rows.values_list("serial", flat=True).get(pk=pk)
    if Refund.rows.filter(about=serial, origin=verbs.executing.ORIGIN, state__in=OPEN).exists():
        return 0
    return int(not isinstance(verbs.settle(pk, actor=BATCHES, at=at), Refused))


def _prepare(pk: int, at: datetime, stop: Callable[[], bool]) -> int:
    batch = BatchDispute.rows.get(pk=pk)
    chunks = 0
    while BatchLine.objects.filter(untold(batch)).exists():
        if isinstance(verbs.prepare_notices(pk, actor=BATCHES, at=at), Refused):
            break
        chunks += 1
        if stop():
            break
    return chunks
