"""What a billing system must be able to do, and what is said to it and by it. Amounts are `Decimal`, never floats.

Every adapter guarantees: no call raises but `statement` (with `Unavailable`); no answer is taken for another refund's;
`done`, `refused` and `absent` are answered only when billing itself said so about this very key. Whatever is
uncertain is `unknown`. `send` answers `absent` only where it is certain that nothing was handed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol


class What(StrEnum):
    """What became of a refund, as far as billing says."""

    DONE = "done"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    ABSENT = "absent"


@dataclass(frozen=True)
class Order:
    """What billing is to book. `reference` is what it was ordered for, `number` the customer's."""

    key: str
    number: str
    kind: str
    principal: Decimal
    gift: Decimal
    reference: str
    cause: str

    @property
    def total(self) -> Decimal:
        return self.principal + self.gift


@dataclass(frozen=True)
class Outcome:
    """An answer. `why` is a code of the edition's `billing_reasons`, or what billing said.

    `down` says that billing itself didn't answer; then it is left alone for a while.
    """

    what: What
    booked_at: datetime | None = None
    amount: Decimal | None = None
    receipt: str = ""
    why: str = ""
    down: bool = False


@dataclass(frozen=True)
class Booking:
    """A line of billing's own books."""

    key: str
    receipt: str
    amount: Decimal
    booked_at: datetime


class Unavailable(Exception):
    """Billing could not be asked for its statement, or what it said can't be relied on. Holds a code of the reasons."""


class Billing(Protocol):
    """A billing system. Called from several threads at once."""

    def send(self, order: Order) -> Outcome:
        """Have it booked, under the key as idempotency key."""
        ...

    def ask(self, key: str) -> Outcome:
        """What became of that key."""
        ...

    def statement(self, since: datetime, until: datetime, number: str = "") -> Iterator[Booking]:
        """All that was booked from `since` until before `until`, of one number or of all; whole, or `Unavailable`."""
        ...
