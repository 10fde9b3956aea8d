"""Taking refunds to work on: by a lease, safe side by side. A call is written down before it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic, time
from typing import Any

from django.db import transaction
from django.db.models import Q

from shouwen.ledger.rows import change_many, insert
from shouwen.refunds.act import BILLING
from shouwen.refunds.billing.port import Order
from shouwen.refunds.models import RANKS, Attempt, Refund
from shouwen.refunds.policy import ask_after, lease, policy
from shouwen.refunds.verbs import unknown

State = Refund.State


@dataclass(frozen=True)
class Taken:
    """A refund that this worker has, the attempt that says so, and when it was taken by two clocks."""

    refund: Refund
    attempt: Attempt
    order: Order
    monotonic: float
    wall: float

    def is_stale(self) -> bool:
        """Whether the call was put off so long (a machine asleep, a process stopped) that others may have it by now."""
        half = lease().total_seconds() / 2
        return monotonic() - self.monotonic > half or abs(time() - self.wall) > half


def take_due(at: datetime, most: int) -> list[Taken]:
    """Refunds to be sent: each with its attempt and in `sending`, safe in the database before anybody calls."""
    return _take(Q(state=State.DUE), "send", at, most)


def take_unknown(at: datetime, most: int) -> list[Taken]:
    """Refunds to be asked for."""
    free = Q(lease_until=None) | Q(lease_until__lt=at)
    return _take(Q(state=State.UNKNOWN) & free, "ask", at, most)


def give_up_lost(at: datetime, most: int) -> int:
    """What was being sent when its worker went away: nobody knows how that went, so it is asked for."""
    lost = (
        Refund.objects.unscoped("the worker looks after all")
        .filter(state=State.SENDING, held=False, lease_until__lt=at)
        .order_by("lease_until")
        .values_list("pk", flat=True)[:most]
    )
    given_up = 0
    for pk in list(lost):
        with transaction.atomic():
            if unknown(pk, actor=BILLING, at=at, why="lease-ended", ask_at=at):
                given_up += 1
    return given_up


@transaction.atomic
def _take(which: Q, what: str, at: datetime, most: int) -> list[Taken]:
    rows: Sequence[Refund] = list(
        # Their chains too: whoever changes a refund holds that. Both rows are read again under the lock.
        Refund.objects.unscoped("the worker takes any")
        .select_for_update(skip_locked=True, of=("self", "chain"))
        .select_related("chain", "customer")
        .filter(which, held=False, next_try_at__lte=at)
        .order_by("next_try_at", "pk")[:most]
    )
    attempts = [Attempt(refund=refund, what=what, at=at) for refund in rows]
    for refund in rows:
        refund.lease_until = at + lease()
        if what == "send":
            refund.state, refund.rank, refund.tries = State.SENDING, RANKS["sending"], refund.tries + 1
        else:
            refund.asks += 1
            refund.next_try_at = ask_after(at, refund.asks)
    change_many(rows, "state", "rank", "lease_until", "next_try_at", "tries", "asks")
    insert(attempts)
    return [_taken(refund, attempt) for refund, attempt in zip(rows, attempts, strict=True)]


def _taken(refund: Refund, attempt: Attempt) -> Taken:
    return Taken(refund, attempt, order_of(refund), monotonic(), time())


def order_of(refund: Refund) -> Order:
    """What billing is told of a refund."""
    said: dict[str, Any] = {name: getattr(refund, name) for name in ("key", "kind", "principal", "gift", "cause")}
    return Order(number=refund.customer.number, reference=refund.about, **said)


def asked_too_often(refund: Refund) -> bool:
    """Whether a person is to look at it."""
    return refund.asks >= policy().asks
