"""Checking the sample 抽查 (C4.8.4): each drawn row right, or wrong with a reason; a wrong one stops the batch."""

from shouwen.batchdisputes.act import BatchAct, verb
from shouwen.batchdisputes.drawing import draw
from shouwen.batchdisputes.models import BatchDispute, BatchSample, SampledRow
from shouwen.batchdisputes.reads.people import next_ones
from shouwen.batchdisputes.verbs.asking import check_rule
from shouwen.handbook.rights import Right
from shouwen.tickets.checks import WHY_CHARACTERS, check_text


def newest(batch: BatchDispute) -> BatchSample | None:
    """The sample that counts: the last one that was drawn."""
    found: BatchSample | None = batch.samples.last()
    return found


@verb("batch.row_checked", needs=Right.COUNTERSIGN, on=BatchDispute, move="check")
def check_row(act: BatchAct, *, line: int, right: bool, why: str = "") -> None:
    """Say of a drawn row whether it is right. A wrong one needs a reason, and its mending or striking."""
    batch: BatchDispute = act.subject
    act.others()
    act.go()
    sample = newest(batch)
    row: SampledRow | None = sample and sample.drawn.filter(line__line=line, line__struck_why="").first()
    act.require(row is not None, "batch-row-not-drawn", line=line)
    assert row is not None and sample is not None
    check_text(act, why, WHY_CHARACTERS, empty=right)
    row.right, row.why, row.by, row.at = right, why, act.actor, act.at
    row.save(update_fields=["right", "why", "by", "at"])
    act.record(sample=sample.number, line=line, right=right, why=why)
    if not right:
        act.tell([batch.asker], line=line)


@verb("batch.drawn", needs=Right.COUNTERSIGN, on=BatchDispute, move="draw")
def draw_again(act: BatchAct, *, why: str) -> None:
    """Draw another sample, as after wrong rows were mended; the earlier one and its results stay on record."""
    act.others()
    act.go()
    check_text(act, why, WHY_CHARACTERS)
    before = newest(act.subject)
    assert before is not None
    act.require(not _wrong(before), "batch-sample-wrong", wrong=_wrong(before))
    sample = draw(act)
    act.record(sample=sample.number, seed=sample.seed, size=sample.size, rows=sample.rows,
               drawn_from=sample.drawn_from, why=why)  # fmt: skip


@verb("batch.sample_passed", needs=Right.COUNTERSIGN, on=BatchDispute, move="pass")
def pass_sample(act: BatchAct) -> None:
    """Let it through: every drawn row was checked, none is wrong any more, and it still is a batch."""
    batch: BatchDispute = act.subject
    act.others()
    act.go()
    sample = newest(batch)
    assert sample is not None
    undone = sample.drawn.filter(right=None, line__struck_why="").count()
    act.require(not undone, "batch-sample-open", open=undone)
    act.require(not _wrong(sample), "batch-sample-wrong", wrong=_wrong(sample))
    check_rule(act, papers=True)
    sample.passed_at = act.at
    sample.save(update_fields=["passed_at"])
    struck = sample.drawn.exclude(line__struck_why="").count()
    act.record(sample=sample.number, size=sample.size, struck=struck)
    act.tell(next_ones(batch, act.at), size=sample.size)


def _wrong(sample: BatchSample) -> int:
    return sample.drawn.filter(right=False, line__struck_why="").count()
