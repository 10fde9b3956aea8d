"""Mending the list: a wrong line is struck or corrected with a reason, and stays on record (C4.8.4)."""

from decimal import Decimal

from shouwen.batchdisputes.act import BatchAct, verb
from shouwen.batchdisputes.amounts import wrong_amount
from shouwen.batchdisputes.models import BatchDispute, BatchLine, SampledRow
from shouwen.handbook.money import ZERO
from shouwen.handbook.rights import Right
from shouwen.tickets.checks import WHY_CHARACTERS, check_text


@verb("batch.line_struck", needs=Right.ASK_BATCH, on=BatchDispute, move="strike")
def strike_line(act: BatchAct, *, line: int, why: str) -> None:
    """Take a line out: nothing is paid by it. Its customer may go the single way, or into another batch."""
    batch: BatchDispute = act.subject
    act.go()
    found = _line(act, line)
    check_text(act, why, WHY_CHARACTERS)
    found.struck_why = why
    found.save(update_fields=["struck_why"])
    others = BatchLine.objects.filter(batch=batch, customer=found.customer_id, struck_why="")
    batch.rows_left -= 1
    batch.customers -= 0 if others.exists() else 1
    batch.principal -= found.principal
    batch.gift -= found.gift
    act.record(line=line, amount=str(found.total), total=str(batch.total), why=why)


@verb("batch.line_mended", needs=Right.ASK_BATCH, on=BatchDispute, move="mend")
def mend_line(act: BatchAct, *, line: int, principal: Decimal, gift: Decimal = ZERO, why: str) -> None:
    """Correct the amount of a line. What others signed for can only become less; a sampled line is checked again."""
    batch: BatchDispute = act.subject
    act.go()
    found = _line(act, line)
    check_text(act, why, WHY_CHARACTERS)
    act.accept(wrong_amount(batch.kind, principal, gift, found.charged, act.edition) or True)
    before = found.total
    more = principal + gift > before
    act.require(batch.state == "draft" or not more, "batch-mend-more", before=str(before))
    batch.principal += principal - found.principal
    batch.gift += gift - found.gift
    found.principal, found.gift = principal, gift
    found.save(update_fields=["principal", "gift"])
    SampledRow.objects.filter(line=found, sample__passed_at=None).update(right=None, by=None, at=None)
    act.record(line=line, before=str(before), amount=str(found.total), total=str(batch.total), why=why)


def _line(act: BatchAct, number: int) -> BatchLine:
    """The line as it stands, not carried out yet and not struck."""
    found: BatchLine | None = BatchLine.objects.filter(
        batch=act.subject, line=number, struck_why="", done_at=None
    ).first()
    act.require(found is not None, "batch-line-missing", line=number)
    assert found is not None
    return found
