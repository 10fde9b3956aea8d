"""Carrying a batch out: chunk by chunk, so that it can be stopped, gone on with and killed at any moment (C4.8.4)."""

from collections.abc import Sequence

from shouwen.batchdisputes.act import BatchAct, link_to, verb
from shouwen.batchdisputes.drawing import key
from shouwen.batchdisputes.models import BatchDispute, BatchLine
from shouwen.batchdisputes.reads.people import holders, next_ones
from shouwen.batchdisputes.reads.totals import OPEN, totals
from shouwen.batchdisputes.verbs.asking import check_rule
from shouwen.handbook.money import total
from shouwen.handbook.rights import Right
from shouwen.ledger.rows import change_many
from shouwen.refunds.models import Refund
from shouwen.refunds.ordering import NewRefund, order_many
from shouwen.tickets.checks import REASON_CHARACTERS, check_text

ORIGIN = "batch"


@verb("batch.started", needs=Right.COUNTERSIGN, on=BatchDispute, move="start")
def start(act: BatchAct) -> None:
    """The IT centre begins. The worker orders the refunds; who began it is named on each."""
    batch: BatchDispute = act.subject
    act.others()
    act.go()
    check_rule(act, papers=True)
    batch.started_at = act.at
    batch.starter = act.actor
    act.record(rows=batch.rows_left, customers=batch.customers, total=str(batch.total))


@verb("batch.stopped", needs=Right.COUNTERSIGN, on=BatchDispute, move="stop")
def stop(act: BatchAct, *, why: str) -> None:
    """Stop behind the chunk that is being ordered. What was ordered goes its way."""
    batch: BatchDispute = act.subject
    act.go()
    check_text(act, why, REASON_CHARACTERS)
    act.record(why=why, ordered=batch.ordered_rows, total=str(batch.ordered_total))
    act.tell([batch.asker], why=why)


@verb("batch.resumed", needs=Right.COUNTERSIGN, on=BatchDispute, move="resume")
def resume(act: BatchAct) -> None:
    """Go on behind the last line that was carried out."""
    batch: BatchDispute = act.subject
    act.others()
    act.go()
    act.record(ordered=batch.ordered_rows, left=batch.rows_left - batch.ordered_rows)


@verb("batch.ordered", needs=Right.COUNTERSIGN, on=BatchDispute, move="order")
def order_chunk(act: BatchAct) -> None:
    """Order the next lines, with the progress in the same transaction; behind the last one billing is waited for.

    Each line has its key, `<serial>/<line>`: however often this is killed and begun again, and by however many
    workers at once, a line is ordered once.
    """
    batch: BatchDispute = act.subject
    act.go()
    size = act.edition.batching.order_rows
    waiting = BatchLine.objects.filter(batch=batch, line__gt=batch.ordered_to, struck_why="", done_at=None)
    lines = list(waiting.select_related("customer").order_by("line")[: size + 1])
    last, lines = len(lines) <= size, lines[:size]
    if lines:
        _carry_out(act, lines)
    if last:
        act.go("finish")
        batch.lease_until = None
    amount = total(line.total for line in lines)
    batch.ordered_rows += len(lines)
    batch.ordered_total += amount
    batch.ordered_to = lines[-1].line if lines else batch.ordered_to
    act.record(
        first=lines[0].line if lines else 0,
        last=batch.ordered_to,
        rows=len(lines),
        total=str(amount),
        so_far=batch.ordered_rows,
        total_so_far=str(batch.ordered_total),
    )


def _carry_out(act: BatchAct, lines: Sequence[BatchLine]) -> None:
    batch: BatchDispute = act.subject
    for line in lines:
        line.done_at = act.at
    if batch.money:
        for line, refund in zip(lines, _order(act, lines), strict=True):
            line.refund_id = refund.pk
    change_many(lines, "done_at", "refund_id")


def _order(act: BatchAct, lines: Sequence[BatchLine]) -> list[Refund]:
    batch: BatchDispute = act.subject
    unit, by = batch.unit, batch.starter
    assert by is not None
    rows = [
        NewRefund(
            key=key(batch, line.line),
            origin=ORIGIN,
            about=batch.serial,
            link=link_to(batch),
            customer=line.customer,
            unit=unit,
            kind=batch.kind,
            cause=batch.cause,
            principal=line.principal,
            gift=line.gift,
            promised_at=batch.promised_at,
        )
        for line in lines
    ]
    return order_many(rows, by=by, at=act.at)


@verb("batch.cut_short", needs=Right.COUNTERSIGN, on=BatchDispute, move="cut_short")
def cut_short(act: BatchAct, *, why: str) -> None:
    """End a stopped execution: what was not ordered is struck, what was ordered is waited for."""
    batch: BatchDispute = act.subject
    act.others()
    act.go()
    check_text(act, why, REASON_CHARACTERS)
    rest = BatchLine.objects.filter(batch=batch, struck_why="", done_at=None)
    amounts = list(rest.values_list("principal", "gift"))
    rows, principal, gift = len(amounts), total(one for one, _ in amounts), total(one for _, one in amounts)
    rest.update(struck_why=why)
    batch.rows_left -= rows
    batch.principal -= principal
    batch.gift -= gift
    left = BatchLine.objects.filter(batch=batch, struck_why="")
    batch.customers = left.values("customer").distinct().count()
    act.record(rows=rows, total=str(principal + gift), why=why)
    act.tell([batch.asker], rows=rows, why=why)


@verb("batch.settled", needs=Right.COUNTERSIGN, on=BatchDispute, move="settle")
def settle(act: BatchAct) -> None:
    """Billing has answered for every line. What it refused is still to be tried again or cancelled before the end."""
    batch: BatchDispute = act.subject
    act.go()
    waits = Refund.rows.filter(origin=ORIGIN, about=batch.serial, state__in=OPEN).count()
    act.require(not waits, "batch-not-settled", rows=waits)
    found = totals(batch)
    act.record(
        booked=str(found.booked),
        parts={part.state: {"rows": part.rows, "amount": str(part.amount)} for part in found.parts},
        reconciles=found.reconciles,
    )
    informing = holders(Right.INFORM_BATCH, batch.path)
    act.tell({batch.asker, *informing, *next_ones(batch, act.at)}, booked=str(found.booked))
