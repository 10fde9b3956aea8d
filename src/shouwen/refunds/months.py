"""In which month something is entered. A closed month takes no more; what is learned later goes to the open one."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from shouwen.ledger.asking import ask
from shouwen.ledger.rows import put
from shouwen.refunds.models import Period

ZONE = ZoneInfo("Asia/Shanghai")


def month_of(moment: datetime) -> str:
    """The month in Shanghai, as `2026-11`."""
    return f"{moment.astimezone(ZONE):%Y-%m}"


def enter(booked_at: datetime, at: datetime) -> str:
    """The month in which a booking of `booked_at` is entered at `at`: its own while that is open.

    The month is held open until the transaction ends: whoever closes it waits for that.
    """
    month = min(month_of(booked_at), month_of(at))
    if _open(month):
        return month
    month = month_of(at)
    while not _open(month):
        month = _after(month)
    return month


def _open(month: str) -> bool:
    """Whether a month is open, and it is held so. On SQLite the transaction holds everything anyway."""
    sql = "SELECT closed_at FROM refunds_period WHERE month = %s"
    sql += " FOR SHARE" if connection.vendor != "sqlite" else ""
    rows: list[tuple[Any, ...]] = ask(sql, month)
    if not rows:
        put(Period, ("month", "count", "total"), [(month, 0, 0)], ignore=True)
        rows = ask(sql, month)
    return rows[0][0] is None


def _after(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{date(year + number // 12, number % 12 + 1, 1):%Y-%m}"
