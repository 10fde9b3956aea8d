"""Times as people write them: Chinese, ISO, English, Excel's; kept as given, in the zone of the file."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Order = Literal["", "dmy", "mdy"]
Trouble = Literal["import-time-unreadable", "import-time-ambiguous"]

EXCEL_BEGINS = datetime(1899, 12, 30)
NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS = {name: number for number, name in enumerate(NAMES.split(), 1)}
YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)")
DAY_MONTH = re.compile(r"(\d{1,2})[-\s.]*([A-Za-z]{3})[A-Za-z]*[-\s.,]*(\d{4}|\d{2})(?!\d)")
MONTH_DAY = re.compile(r"([A-Za-z]{3})[A-Za-z]*[\s.]*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})")
DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[\sT]?(\d{2})(\d{2})(\d{2})?)?")
SERIAL = re.compile(r"\d{5}(\.\d+)?")
CLOCK = re.compile(
    r"(上午|下午|凌晨|早上|中午|晚上|AM|PM)?\s*(\d{1,2})\s*[:：时点]\s*(\d{1,2})?\s*分?\s*(?:[:：]?\s*(\d{1,2})\s*秒?)?"
    r"(?:\.\d+)?\s*(AM|PM|a\.m\.|p\.m\.)?",
    re.IGNORECASE,
)
AFTERNOON = {"下午", "晚上", "pm", "p.m."}
FORENOON = {"上午", "凌晨", "早上", "am", "a.m."}


def parse(text: str, *, zone: ZoneInfo, order: Order = "") -> datetime | Trouble:
    """The moment in UTC, or the refusal code that says what is wrong with it.

    A date without a time is its midnight. `03/04/2020` is refused unless `order` says which is the day.
    """
    text = text.strip()
    try:
        whole = datetime.fromisoformat(text)
        return (whole if whole.tzinfo else whole.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    try:
        read = _serial(text) or _digits(text) or _written(text, order)
        return read if isinstance(read, str) else read.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return "import-time-unreadable"


def _serial(text: str) -> datetime | None:
    if not SERIAL.fullmatch(text):
        return None
    return EXCEL_BEGINS + timedelta(seconds=round(float(text) * 86_400))


def _digits(text: str) -> datetime | None:
    found = DIGITS.fullmatch(text)
    return datetime(*(int(part) for part in found.groups("0"))) if found else None  # type: ignore[arg-type]


def _written(text: str, order: Order) -> datetime | Trouble:
    for pattern, places in ((YEAR_FIRST, (1, 2, 3)), (DAY_MONTH, (3, 2, 1)), (MONTH_DAY, (3, 1, 2))):
        if found := pattern.match(text):
            year, month, day = (found[place] for place in places)
            return _on(date(_year(year), _month(month), int(day)), text[found.end() :])
    found = YEAR_LAST.match(text)
    if not found:
        return "import-time-unreadable"
    first, second, year = int(found[1]), int(found[2]), _year(found[3])
    if order == "" and first <= 12 and second <= 12 and first != second:
        return "import-time-ambiguous"
    day, month = (second, first) if order == "mdy" or (order == "" and second > 12) else (first, second)
    return _on(date(year, month, day), text[found.end() :])


def _on(day: date, rest: str) -> datetime:
    """The day with the time that is written behind it; ValueError for anything else there."""
    rest = rest.strip(" \u3000,，T星期周一二三四五六日天()（）")
    if not rest:
        return datetime.combine(day, time())
    found = CLOCK.fullmatch(rest)
    if not found:
        raise ValueError(rest)
    half = (found[1] or found[5] or "").lower()
    hour, minute, second = (int(part or 0) for part in (found[2], found[3], found[4]))
    if half in AFTERNOON and hour < 12:
        hour += 12
    if half in FORENOON and hour == 12:
        hour = 0
    return datetime.combine(day, time(hour, minute, second))


def _year(text: str) -> int:
    year = int(text)
    return year if year > 99 else 2000 + year if year < 70 else 1900 + year


def _month(text: str) -> int:
    return int(text) if text.isdigit() else MONTHS.get(text[:3].lower(), 0)
