"""Drawing the sample of a batch (C4.8.4): by a seed that nobody chose, so that anybody draws the same rows again."""

from hashlib import sha256

from shouwen.batchdisputes.act import BatchAct
from shouwen.batchdisputes.models import BatchDispute, BatchLine, BatchSample, SampledRow
from shouwen.handbook.sampling import drawn, sample_size
from shouwen.ledger.rows import insert


def draw(act: BatchAct) -> BatchSample:
    """Draw from the rows that are not struck. The seed is the head of the batch's chain as it was found."""
    batch: BatchDispute = act.subject
    assert act.chain is not None
    there = keys(batch)
    sample = BatchSample(
        batch=batch,
        number=batch.samples.count() + 1,
        seed=act.chain.head,
        size=sample_size(len(there), act.edition),
        rows=len(there),
        drawn_from=digest(there),
        at=act.at,
    )
    sample.by = act.actor
    sample.save()
    chosen = drawn(there, sample.seed, sample.size)
    insert([SampledRow(sample=sample, line_id=there[key]) for key in chosen])
    return sample


def keys(batch: BatchDispute) -> dict[str, int]:
    """The keys of the rows that are not struck, each with its row."""
    rows = BatchLine.objects.filter(batch=batch, struck_why="").order_by("line").values_list("line", "pk")
    return {key(batch, line): pk for line, pk in rows.iterator(chunk_size=5000)}


def key(batch: BatchDispute, line: int) -> str:
    """What a line is drawn and refunded by."""
    return f"{batch.serial}/{line}"


def digest(there: dict[str, int]) -> str:
    """SHA-256 of the keys that were drawn from, one a line."""
    return sha256("\n".join(there).encode()).hexdigest()
