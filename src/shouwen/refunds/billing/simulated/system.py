"""What the simulated billing system does with an order: books it once, refuses it, forgets it, by its moods."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from threading import Lock
from typing import Any

from shouwen.handbook.money import spell
from shouwen.refunds.billing.port import Booking, Order
from shouwen.refunds.billing.simulated.book import Book
from shouwen.refunds.billing.simulated.moods import Moods, once

CENT = Decimal("0.01")


def now() -> datetime:
    """What time it is at billing."""
    return datetime.now(UTC)


@dataclass
class System:
    """Billing behind its door. Answers are (status, JSON). `closed` are numbers whose orders are refused."""

    book: Book = field(default_factory=Book)
    moods: Moods = field(default_factory=Moods)
    clock: Callable[[], datetime] = now
    closed: set[str] = field(default_factory=set)
    calls: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def meets(self, key: str) -> frozenset[str]:
        """The troubles that this call meets."""
        with self._lock:
            self.calls[key] += 1
            return self.moods.meets(key, self.calls[key])

    def send(self, order: Order) -> tuple[int, dict[str, Any]]:
        """Book an order unless its key is known."""
        if order.number in self.closed or once(self.moods, "refuse", order.key):
            self.book.refuse(order, "number-closed", self.clock())
        more = CENT if once(self.moods, "other_amount", order.key) else Decimal(0)
        became = self.book.book(order, self.clock(), amount=order.total + more)
        if became == "other":
            return 409, {"key": order.key, "status": "refused", "why": "key-of-another"}
        answer = self._answer(order.key)
        if once(self.moods, "drop_key", order.key):
            self.book.drop_key(order.key)
        return answer

    def ask(self, key: str) -> tuple[int, dict[str, Any]]:
        """What a key stands for, as far as it isn't forgotten just now."""
        found = self.book.find(key)
        if found is None or self._forgotten(key, found[3]):
            return 404, {"key": key, "status": "absent"}
        return self._answer(key)

    def statement(self, since: datetime, until: datetime, number: str, after: str) -> tuple[int, dict[str, Any]]:
        """A page of the books; what is forgotten isn't in them yet either."""
        lines = self.book.lines(since, until, number, int(after or 0))
        shown = [line_json(one) for _, one in lines if not self._forgotten(one.key, one.booked_at)]
        return 200, {"bookings": shown, "next": str(lines[-1][0]) if len(lines) == 1000 else ""}

    def _answer(self, key: str) -> tuple[int, dict[str, Any]]:
        found = self.book.find(key)
        if found is None:
            return 404, {"key": key, "status": "absent"}
        status, why, booked, _ = found
        if booked is None:
            return 422, {"key": key, "status": status, "why": why}
        return 200, {"status": status, **line_json(booked)}

    def _forgotten(self, key: str, since: datetime) -> bool:
        until = since + timedelta(seconds=self.moods.forget_seconds)
        return once(self.moods, "forget", key) and self.clock() < until


def line_json(booked: Booking) -> dict[str, str]:
    """A booking as billing tells it."""
    return {
        "key": booked.key,
        "receipt": booked.receipt,
        "amount": spell(booked.amount),
        "booked_at": booked.booked_at.isoformat(),
    }
