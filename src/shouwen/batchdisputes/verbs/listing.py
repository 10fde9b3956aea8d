"""A list is handed in, and was read (C4.8.4). Its rows are written by `listing`, in chunks."""

from typing import Any

from shouwen.batchdisputes.act import BatchAct, verb
from shouwen.batchdisputes.models import BatchDispute, BatchList
from shouwen.handbook.rights import Right


@verb("batch.list_handed_in", needs=Right.ASK_BATCH, on=BatchDispute, move="change")
def hand_in_list(act: BatchAct, *, kept: BatchList) -> None:
    """Keep a file of customers for the worker to read. Several lists add up."""
    batch: BatchDispute = act.subject
    act.go()
    kept.batch, kept.number, kept.at = batch, batch.lists.count() + 1, act.at
    kept.by = act.actor
    kept.save()
    act.record(list=kept.number, sha256=kept.sha256)


@verb("batch.list_read", needs=Right.ASK_BATCH, on=BatchDispute)
def list_read(act: BatchAct, *, which: int, trouble: dict[str, Any] | None = None) -> None:
    """Say what became of a list: so many rows taken, so many refused, or why it could not be read to its end."""
    batch: BatchDispute = act.subject
    kept = batch.lists.get(pk=which)
    act.require(kept.state in (BatchList.State.WAITING, BatchList.State.READING), "batch-list-running")
    kept.state = BatchList.State.FAILED if trouble else BatchList.State.READ
    kept.trouble, kept.finished_at, kept.lease_until = trouble, act.at, None
    kept.save(update_fields=["state", "trouble", "finished_at", "lease_until"])
    act.record(
        list=kept.number,
        rows=kept.done,
        good=kept.good,
        bad=kept.bad,
        customers=batch.customers,
        total=str(batch.total),
        trouble=(trouble or {}).get("refused", ""),
    )
    act.tell([kept.by], list=kept.number, good=kept.good, bad=kept.bad)
