"""Telling the customers 告知 (C4.8.4): one notice each, masked on every page, in full only for the SMS gateway (M4)."""

from collections.abc import Sequence
from itertools import groupby

from django.db.models import Q

from shouwen.batchdisputes.act import BatchAct, verb
from shouwen.batchdisputes.models import BatchDispute, BatchLine, BatchNotice
from shouwen.batchdisputes.reads.totals import UNSETTLED, totals
from shouwen.handbook.money import total
from shouwen.handbook.rights import Right
from shouwen.ledger.rows import change_many, insert
from shouwen.refunds.models import Refund
from shouwen.tickets.checks import WHY_CHARACTERS, check_text

ORIGIN = "batch"
CHUNK = 1000


def untold(batch: BatchDispute) -> Q:
    """Lines that were booked, or adjusted, and that no notice tells of yet."""
    done = Q(refund__state=Refund.State.DONE) if batch.money else Q(done_at__isnull=False)
    return Q(batch=batch, notice=None, struck_why="") & done


@verb("batch.notices_prepared", needs=Right.INFORM_BATCH, on=BatchDispute, move="inform")
def prepare_notices(act: BatchAct) -> None:
    """Prepare the next notices: one for each customer, of all their lines that were booked and not told of yet."""
    batch: BatchDispute = act.subject
    act.go()
    lines = list(BatchLine.objects.filter(untold(batch)).order_by("customer_id", "line")[: CHUNK + 1])
    act.require(lines, "batch-nothing-to-inform")
    lines = _whole_customers(lines)
    notices = []
    for customer, theirs in groupby(lines, key=lambda line: line.customer_id):
        own = list(theirs)
        notice = BatchNotice(batch=batch, customer_id=customer, prepared_at=act.at)
        notice.principal, notice.gift = total(one.principal for one in own), total(one.gift for one in own)
        notices.append((notice, own))
    insert([notice for notice, _ in notices])
    for notice, own in notices:
        for line in own:
            line.notice_id = notice.pk
    change_many(lines, "notice_id")
    act.record(customers=len(notices), rows=len(lines))


def _whole_customers(lines: list[BatchLine]) -> list[BatchLine]:
    """Without the last customer, where their lines may go on; of one with more lines than a chunk, what there is."""
    if len(lines) <= CHUNK:
        return lines
    whole = [line for line in lines if line.customer_id != lines[-1].customer_id]
    return whole or lines


@verb("batch.notices_exported", needs=Right.INFORM_BATCH, on=BatchDispute, move="inform")
def export_notices(act: BatchAct, *, reason: str, why: str = "", again: int | None = None) -> None:
    """Give out numbers and amounts for the SMS gateway: the next ones, or a file `again`. Each time is recorded."""
    batch: BatchDispute = act.subject
    act.go()
    act.require(reason in act.edition.disclosure, "reason-not-listed", value=reason)
    check_text(act, why, WHY_CHARACTERS, empty=True)
    number = again if again is not None else batch.exports + 1
    if again is None:
        open_ones = BatchNotice.objects.filter(batch=batch, export=None, informed_at=None).order_by("pk")
        keys = list(open_ones.values_list("pk", flat=True)[: act.edition.batching.export_rows])
        act.require(keys, "batch-nothing-to-inform")
        batch.exports = number
        open_ones.filter(pk__lte=keys[-1]).update(export=number)
    count = BatchNotice.objects.filter(batch=batch, export=number).count()
    act.require(count, "batch-nothing-to-inform")
    act.record(export=number, customers=count, reason=reason, why=why, again=again is not None)


@verb("batch.customers_informed", needs=Right.INFORM_BATCH, on=BatchDispute, move="inform")
def mark_informed(act: BatchAct, *, export: int) -> None:
    """Say that the customers of an exported file were informed: each of them once."""
    batch: BatchDispute = act.subject
    act.go()
    told = BatchNotice.objects.filter(batch=batch, export=export, informed_at=None).update(informed_at=act.at)
    act.require(told, "batch-nothing-to-inform")
    act.record(export=export, customers=told)


@verb("batch.closed", needs=Right.INFORM_BATCH, on=BatchDispute, move="close")
def close(act: BatchAct) -> None:
    """End it: every line is settled, every customer informed, and the sums agree to the cent."""
    batch: BatchDispute = act.subject
    act.go()
    waits = Refund.rows.filter(origin=ORIGIN, about=batch.serial, state__in=UNSETTLED).count()
    act.require(not waits, "batch-not-settled", rows=waits)
    untold_lines = BatchLine.objects.filter(untold(batch)).values("customer").distinct().count()
    uninformed = BatchNotice.objects.filter(batch=batch, informed_at=None).count() + untold_lines
    act.require(not uninformed, "batch-not-informed", customers=uninformed)
    found = totals(batch)
    act.require(found.reconciles, "batch-not-reconciled", booked=str(found.booked), ordered=str(found.amount("booked")))
    batch.closed_at = act.at
    act.record(booked=str(found.booked), parts=_plain(found.parts))
    act.tell([batch.asker], booked=str(found.booked))


def _plain(parts: Sequence[object]) -> dict[str, dict[str, object]]:
    return {part.state: {"rows": part.rows, "amount": str(part.amount)} for part in parts}  # type: ignore[attr-defined]
