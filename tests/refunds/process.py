"""Processes of the test of kills: `python -m tests.refunds.process world N`, `… work URL` until killed, `… settle URL`.

Their policy is the edition's with every pause a few seconds long; nothing else differs from a worker in earnest.
"""

import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.wiring.settings")
django.setup()

from django.db import transaction  # noqa: E402

from shouwen.ledger.models import Event  # noqa: E402
from shouwen.refunds import claiming, execution, policy, settling  # noqa: E402
from shouwen.refunds.billing.http import HttpBilling  # noqa: E402
from shouwen.refunds.models import Refund  # noqa: E402
from tests.cast import Cast, make_world  # noqa: E402
from tests.refunds.ordering import ordered_many  # noqa: E402

SHORT = {"lease_seconds": 4, "ask_first_seconds": 1, "ask_most_seconds": 2, "asks": 1000, "tries": 1000}
PAUSES = {"pause_first_seconds": 1, "pause_most_seconds": 1}
# Longer than a call may take and a server may forget.
GRACE = timedelta(seconds=6)


def hurry() -> None:
    """Make every pause short."""
    rules = policy.policy().model_copy(update=SHORT | PAUSES)
    for module in (policy, claiming, settling, execution):
        module.policy = lambda: rules  # type: ignore[attr-defined]
    settling.grace = lambda: GRACE  # type: ignore[assignment]


def world(count: str) -> Any:
    """The small world, and so many refunds due."""
    with transaction.atomic():
        make_world()
        ordered_many(Cast(), int(count), at=datetime.now(UTC))
    return "done"


def work(url: str) -> Any:
    """Rounds of a worker, until somebody kills it."""
    hurry()
    while True:
        execution.work(datetime.now(UTC), billing=HttpBilling(url, seconds=1.0))
        time.sleep(0.05)


def settle(url: str) -> Any:
    """Rounds until nothing is on the way any more; answers what became of each."""
    hurry()
    until = time.monotonic() + 240
    going = Refund.rows.filter(state__in=("due", "sending", "unknown"))
    while going.exists() and time.monotonic() < until:
        execution.work(datetime.now(UTC), billing=HttpBilling(url, seconds=1.0))
        time.sleep(0.1)
    told = Event.objects.filter(code="refund.done").values_list("chain", flat=True)
    return {
        "states": dict(Refund.rows.values_list("key", "state")),
        "receipts": dict(Refund.rows.filter(state="done").values_list("key", "receipt")),
        "told": len(told),
        "told_once": len(set(told)),
        "open_attempts": Refund.rows.filter(attempts__ended_at=None).count(),
    }


TASKS = {"world": world, "work": work, "settle": settle}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](sys.argv[2])))
