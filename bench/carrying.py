"""A worker that carries batches of refunds out, in a process of its own that may be killed: `python -m bench.carrying`.

Its clock runs `PACE` times as fast as the wall's, from `began`: so a lease or a grace time is over in seconds.
"""

import os
import sys
import time
from datetime import datetime, timedelta

import django

PACE = 60


def clock(began: float, starts: datetime) -> datetime:
    """What time it is for the worker and for billing."""
    return starts + timedelta(seconds=(time.time() - began) * PACE)


def main() -> None:
    """Carry the batch on until billing has answered for every line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.wiring.settings")
    django.setup()
    from shouwen.batchdisputes.carrying import carry_on
    from shouwen.batchdisputes.models import BatchDispute
    from shouwen.refunds.billing.http import HttpBilling
    from shouwen.refunds.execution import work

    key, address, began, starts = int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), datetime.fromisoformat(sys.argv[4])
    billing = HttpBilling(address, seconds=5.0)
    while BatchDispute.rows.values_list("state", flat=True).get(pk=key) in ("executing", "settling"):
        carry_on(clock(began, starts))
        if not work(clock(began, starts), billing=billing):
            time.sleep(0.2)


if __name__ == "__main__":
    main()
