"""Moments as people read them: short in a list, in full with the zone on hover."""

from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def short(moment: datetime, *, now: datetime) -> str:
    """Answers `14:05` for today, `11-21 14:05` for this year, else `2025-11-21 14:05` (Asia/Shanghai)."""
    local, today = moment.astimezone(ZONE), now.astimezone(ZONE)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    if local.year == today.year:
        return f"{local:%m-%d %H:%M}"
    return f"{local:%Y-%m-%d %H:%M}"


def full(moment: datetime) -> str:
    """Answers the moment to the second with its zone: `2026-11-21 14:05:09 UTC+8 Asia/Shanghai`."""
    local = moment.astimezone(ZONE)
    return f"{local:%Y-%m-%d %H:%M:%S} UTC+8 {ZONE.key}"


def iso(moment: datetime) -> str:
    """Answers the moment as machines read it, with the zone of the page: `2026-11-21T14:05:09+08:00`."""
    return moment.astimezone(ZONE).isoformat()
