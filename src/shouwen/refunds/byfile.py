"""Refunds by files, for a billing system without an interface: a batch file out, result files in.

Guarantees: what a file holds is settled in the database before it is written, so that after a crash it is written
again byte for byte under the same name; a file is whole or not there. A refund is in one file only. Result files are
matched by key (`results`).
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from shouwen.handbook.money import total
from shouwen.ledger.rows import change_many, insert
from shouwen.refunds.billing.choice import by_file
from shouwen.refunds.billing.files import batch_bytes, digest, write_whole
from shouwen.refunds.claiming import order_of
from shouwen.refunds.models import RANKS, Attempt, BatchFile, Refund
from shouwen.refunds.policy import policy

State = Refund.State


def work(at: datetime, *, stop: Callable[[], bool] = lambda: False) -> int:
    """Put what is due into files, and take in the result files that lie in the folder."""
    folder = by_file()
    assert folder is not None
    handled = 0
    while not stop():
        made = put_together(at)
        write_unwritten(folder, at)
        if made is None:
            break
        handled += made.count
    from shouwen.refunds.results import take_all

    return handled + take_all(folder, at, stop=stop)


@transaction.atomic
def put_together(at: datetime) -> BatchFile | None:
    """Settle what the next file holds: its number, its refunds, their count and sum. None where nothing is due."""
    rows = list(
        Refund.objects.unscoped("the worker takes any")
        .select_for_update(skip_locked=True, of=("self", "chain"))
        .select_related("chain")
        .filter(state=State.DUE, held=False, next_try_at__lte=at)
        .order_by("next_try_at", "pk")[: policy().file_rows]
    )
    if not rows:
        return None
    newest: int = BatchFile.objects.aggregate(most=Max("number"))["most"] or 0
    number = newest + 1
    # Two workers that number a file at once: the constraint on the number undoes one of them.
    file = BatchFile.objects.create(
        number=number,
        name=f"refunds-{number:06d}.csv",
        count=len(rows),
        total=total(refund.total for refund in rows),
        made_at=at,
    )
    for refund in rows:
        refund.state, refund.rank, refund.tries, refund.file = State.SENDING, RANKS["sending"], refund.tries + 1, file
        refund.next_try_at = refund.lease_until = None
    change_many(rows, "state", "rank", "tries", "file_id", "next_try_at", "lease_until")
    insert([Attempt(refund=refund, what="file", at=at, ended_at=at, why=file.name) for refund in rows])
    return file


def write_unwritten(folder: Path, at: datetime) -> int:
    """Write every file that was settled and isn't known to be written; again where a crash came between."""
    files: Sequence[BatchFile] = list(BatchFile.objects.filter(written_at=None).order_by("number"))
    for file in files:
        raw = contents(file)
        write_whole(folder / "out" / file.name, raw)
        file.written_at, file.sha256 = at, digest(raw)
        file.save(update_fields=["written_at", "sha256"])
    return len(files)


def contents(file: BatchFile) -> bytes:
    """The bytes of a batch file, the same whenever they are asked for."""
    rows = Refund.objects.unscoped("a file is what it is").filter(attempts__what="file", attempts__why=file.name)
    orders = (order_of(refund) for refund in rows.select_related("customer").order_by("pk").iterator(chunk_size=500))
    return batch_bytes(file.number, file.made_at, file.count, file.total, orders)
