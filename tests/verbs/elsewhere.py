"""A process of its own for the tests of concurrency: `python -m tests.verbs.elsewhere TASK ARGUMENT`.

It waits until the file of the start signal is there, does its task against the database of the environment, and
prints what came of it as one line of JSON.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.wiring.settings")
django.setup()

from django.db import transaction  # noqa: E402

from shouwen.clocks.sweep import sweep  # noqa: E402
from shouwen.handbook.decision import Refused  # noqa: E402
from shouwen.ledger.door import Done  # noqa: E402
from shouwen.tickets.models import Ticket  # noqa: E402
from shouwen.tickets.verbs import take, transfer  # noqa: E402
from tests.cast import Cast, make_world  # noqa: E402

MATTER = {"category": "basic.data.cannot_connect", "hits_kind": "cell", "hits": "渡口路-03"}
EACH = 3


def told(answer: Done | Refused) -> str:
    """What a verb answered, in a word."""
    return answer.code if isinstance(answer, Refused) else "done"


def world(_: str) -> Any:
    """Put the small world there, and one ticket that waits in the network group."""
    with transaction.atomic():
        make_world()
    cast = Cast()
    ticket = cast.open(at=cast.after(-20))
    said = {"to": cast.groups["QD-NET"], "tried": "x"}
    return told(transfer(ticket.pk, actor=cast.clerk, at=cast.after(-19), **said))


def surge(place: str) -> Any:
    """Three customers complain of one matter at one of the desks."""
    cast = Cast()
    desks = (cast.clerk, cast.colleague, cast.second_hall_clerk, cast.hotline_clerk)
    desk = desks[int(place) % len(desks)]
    moments = [cast.after(minutes=int(place) + 16 * number) for number in range(EACH)]
    return [
        told(cast.hand_in(cast.number(100 + int(place) * EACH + number), at=at, by=desk, **MATTER))
        for number, at in enumerate(moments)
    ]


def taking(code: str) -> Any:
    """One of the group takes the waiting ticket."""
    cast = Cast()
    ticket = Ticket.rows.get(state__in=("queued", "working"), group=cast.groups["QD-NET"], incident=None)
    return told(take(ticket.pk, actor=cast.staff[code], at=cast.after(-18), seen=2))


def twice(number: str) -> Any:
    """The same form is handed in once more."""
    cast = Cast()
    return told(cast.hand_in(number, category="charges.bill.double"))


def sweeping(_: str) -> Any:
    """The clocks are swept a month later."""
    return sweep(Cast().after(days=30))


def main() -> None:
    task, argument, signal = sys.argv[1:4]
    while not Path(signal).exists():
        time.sleep(0.002)
    print(json.dumps(globals()[task](argument)))


if __name__ == "__main__":
    main()
