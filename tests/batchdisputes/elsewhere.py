"""A process of its own for the tests of batches: `python -m tests.batchdisputes.elsewhere TASK`; prints JSON."""

import json
import os
import sys
from collections import Counter
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.wiring.settings")
django.setup()

from django.db import transaction  # noqa: E402

from shouwen.batchdisputes import carrying, verbs  # noqa: E402
from shouwen.batchdisputes.models import BatchDispute, BatchLine  # noqa: E402
from shouwen.batchdisputes.reads.totals import totals  # noqa: E402
from shouwen.handbook.decision import Refused  # noqa: E402
from shouwen.refunds.models import Refund  # noqa: E402
from tests.batchdisputes.telling import form, rows, started  # noqa: E402
from tests.cast import Cast, make_world  # noqa: E402

CUSTOMERS = 3_000


def world() -> Any:
    """The small world, and a batch that the IT centre has begun."""
    with transaction.atomic():
        make_world()
    return started(Cast(), content=rows(Cast(), CUSTOMERS)).serial


def hand_in() -> Any:
    """The one form of a new batch is handed in; answers what came of it."""
    cast = Cast()
    opening = form(cast, key="0123456789abcdef" * 2)
    answer = verbs.open_batch(actor=cast.business, at=cast.morning, opening=opening)
    return answer.code if isinstance(answer, Refused) else "begun"


def carry() -> Any:
    """A worker until every line is ordered, its clock ahead of every lease that a killed one left behind."""
    cast, turn = Cast(), 0
    while BatchDispute.rows.get().state == "executing":
        turn += 1
        carrying.carry_on(cast.after(hours=7 * turn))
    return turn


def look() -> Any:
    """What is in the database now."""
    batch = BatchDispute.rows.get()
    keys = Counter(Refund.rows.values_list("key", flat=True))
    lines = BatchLine.objects.filter(batch=batch, refund__isnull=False).select_related("refund")
    return {
        "state": batch.state,
        "ordered": batch.ordered_rows,
        "total": str(batch.ordered_total),
        "refunds": len(keys),
        "most": max(keys.values(), default=0),
        "theirs": sum(line.refund.key == f"{batch.serial}/{line.line}" for line in lines),
        "reconciles": totals(batch).reconciles,
        "chain": batch.chain.length == batch.chain.events.count(),
    }


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]]()), flush=True)
