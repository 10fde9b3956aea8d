"""Spans of time and deadlines in words, Chinese and English. Pure: the moment is always given."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Language = Literal["zh", "en"]
Mood = Literal["calm", "soon", "over", "paused", "met", "late"]

_UNITS: dict[Language, tuple[str, str, str]] = {"zh": (" 天", " 小时", " 分"), "en": (" d", " h", " min")}
_UNDER_A_MINUTE: dict[Language, str] = {"zh": "不到 1 分", "en": "under 1 min"}
_WORDS: dict[Language, dict[Mood, str]] = {
    "zh": {
        "calm": "剩 {span}", "soon": "剩 {span}", "over": "超时 {span}",
        "paused": "已暂停 剩 {span}", "met": "按时完成", "late": "迟 {span}",
    },
    "en": {
        "calm": "{span} left", "soon": "{span} left", "over": "{span} over",
        "paused": "paused, {span} left", "met": "in time", "late": "{span} late",
    },
}  # fmt: skip
_PAUSED_OVER: dict[Language, str] = {"zh": "已暂停 超时 {span}", "en": "paused, {span} over"}


@dataclass(frozen=True, kw_only=True)
class Chip:
    """A deadline as it stands at one moment: what it says and how pressing it is."""

    mood: Mood
    words: str
    warn_at: datetime


def span(length: timedelta, language: Language) -> str:
    """Answers the length in its two largest units, rounded down: `5 小时 20 分`, `3 天 4 小时`.

    The sign is dropped; hours run up to 48 before days are counted, as deadlines are given in hours.
    """
    days, hours, minutes = _UNITS[language]
    whole = int(abs(length).total_seconds()) // 60
    if whole == 0:
        return _UNDER_A_MINUTE[language]
    if whole >= 48 * 60:
        figures = ((whole // 1440, days), (whole % 1440 // 60, hours))
    else:
        figures = ((whole // 60, hours), (whole % 60, minutes))
    return " ".join(f"{figure}{unit}" for figure, unit in figures if figure)


def chip(
    due_at: datetime,
    *,
    now: datetime,
    language: Language,
    started_at: datetime | None = None,
    warn_at: datetime | None = None,
    paused_at: datetime | None = None,
    stopped_at: datetime | None = None,
) -> Chip:
    """Answers what the chip of a deadline says at `now`.

    "soon" begins at `warn_at`, else when under a third of the time since `started_at` is left,
    else four hours before. A stopped clock is judged by its stop; a paused one stands still.
    """
    if warn_at is None:
        warn_at = due_at - ((due_at - started_at) / 3 if started_at else timedelta(hours=4))
    moment = stopped_at or paused_at or now
    over = moment > due_at
    mood: Mood
    if stopped_at:
        mood = "late" if over else "met"
    elif paused_at:
        mood = "paused"
    else:
        mood = "over" if over else "soon" if now >= warn_at else "calm"
    pattern = _PAUSED_OVER[language] if paused_at and over and not stopped_at else _WORDS[language][mood]
    return Chip(mood=mood, words=pattern.format(span=span(due_at - moment, language)), warn_at=warn_at)
