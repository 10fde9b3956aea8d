"""The simulated billing system's own books, in a small SQLite file or in memory. They are the truth for tests."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from threading import Lock

from shouwen.handbook.money import spell, yuan
from shouwen.refunds.billing.port import Booking, Order

SCHEMA = """
CREATE TABLE IF NOT EXISTS booking (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, number TEXT NOT NULL, amount TEXT NOT NULL, booked_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS booking_at ON booking (booked_at, id);
CREATE INDEX IF NOT EXISTS booking_number ON booking (number, booked_at, id);
CREATE TABLE IF NOT EXISTS known (
    key TEXT PRIMARY KEY, status TEXT NOT NULL, why TEXT NOT NULL, total TEXT NOT NULL, number TEXT NOT NULL,
    booking INTEGER, since TEXT NOT NULL
);
"""


class Book:
    """The books. Several processes may open one file; every change is whole or not at all."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._lock = Lock()
        self._db = sqlite3.connect(path or ":memory:", timeout=20, check_same_thread=False, isolation_level=None)
        if path is not None:
            self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(SCHEMA)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def book(self, order: Order, at: datetime, *, amount: Decimal | None = None) -> str:
        """Book an order unless its key is known; answers what the key stands for: `done`, `refused`, or `other`."""
        with self._changing():
            known = self._db.execute("SELECT status, total, number FROM known WHERE key = ?", (order.key,)).fetchone()
            if known is not None:
                same = known[1:] == (spell(order.total), order.number)
                return str(known[0]) if same else "other"
            booked = self._db.execute(
                "INSERT INTO booking (key, number, amount, booked_at) VALUES (?, ?, ?, ?)",
                (order.key, order.number, spell(order.total if amount is None else amount), _kept(at)),
            ).lastrowid
            self._know(order, "done", "", booked, at)
            return "done"

    def refuse(self, order: Order, why: str, at: datetime) -> None:
        """Remember that a key was refused, unless it is known already."""
        with self._changing():
            if self._db.execute("SELECT 1 FROM known WHERE key = ?", (order.key,)).fetchone() is None:
                self._know(order, "refused", why, None, at)

    def forget_refusal(self, key: str) -> None:
        """What was mended: a key that was refused may be sent again."""
        with self._changing():
            self._db.execute("DELETE FROM known WHERE key = ? AND status = 'refused'", (key,))

    def drop_key(self, key: str) -> None:
        """Lose the key of a booking; the booking stays."""
        with self._changing():
            self._db.execute("DELETE FROM known WHERE key = ?", (key,))

    def find(self, key: str) -> tuple[str, str, Booking | None, datetime] | None:
        """What a key stands for: its status, why, its booking, and since when; None for a key that nobody knows."""
        with self._lock:
            row = self._db.execute(
                "SELECT k.status, k.why, k.since, b.id, b.key, b.amount, b.booked_at"
                " FROM known k LEFT JOIN booking b ON b.id = k.booking WHERE k.key = ?",
                (key,),
            ).fetchone()
        if row is None:
            return None
        status, why, since, *booked = row
        return status, why, _booking(*booked) if booked[0] is not None else None, datetime.fromisoformat(since)

    def lines(
        self, since: datetime, until: datetime, number: str = "", after: int = 0, most: int = 1000
    ) -> list[tuple[int, Booking]]:
        """Bookings in the order in which they were made, behind the line `after`, with their line numbers."""
        whose, given = ("AND number = ?", [number]) if number else ("", [])
        with self._lock:
            rows = self._db.execute(
                "SELECT id, key, amount, booked_at FROM booking"
                f" WHERE booked_at >= ? AND booked_at < ? {whose} AND id > ? ORDER BY id LIMIT ?",
                (_kept(since), _kept(until), *given, after, most),
            ).fetchall()
        return [(row[0], _booking(*row)) for row in rows]

    def all(self) -> list[Booking]:
        """Everything that was ever booked."""
        with self._lock:
            rows = self._db.execute("SELECT id, key, amount, booked_at FROM booking ORDER BY id").fetchall()
        return [_booking(*row) for row in rows]

    def _know(self, order: Order, status: str, why: str, booked: int | None, at: datetime) -> None:
        self._db.execute(
            "INSERT INTO known VALUES (?, ?, ?, ?, ?, ?, ?)",
            (order.key, status, why, spell(order.total), order.number, booked, _kept(at)),
        )

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")


def _booking(number: int, key: str, amount: str, booked_at: str) -> Booking:
    return Booking(key=key, receipt=f"B{number:09d}", amount=yuan(amount), booked_at=datetime.fromisoformat(booked_at))


def _kept(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
