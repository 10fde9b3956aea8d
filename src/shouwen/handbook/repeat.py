"""Repeat complaints 重复投诉 (C1.3.4): the same matter again within three months after the archive."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from typing import TYPE_CHECKING

from shouwen.handbook.sentences import SHANGHAI

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition


def months_later(day: date, months: int) -> date:
    """The same day so many calendar months later; a month that is too short gives its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_repeat(archived_at: datetime, contacted_at: datetime, edition: Edition) -> bool:
    """Whether the contact falls within the months after the archive, the last day too (Asia/Shanghai)."""
    last = months_later(archived_at.astimezone(SHANGHAI).date(), edition.urgency.repeat.calendar_months)
    return contacted_at >= archived_at and contacted_at.astimezone(SHANGHAI).date() <= last
