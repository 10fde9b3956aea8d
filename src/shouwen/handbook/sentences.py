"""Sentences made from codes and facts at display: a missing fact never raises, a code becomes its label.

In a template `{grade:grades}` is the label of the code in that group of the edition, `{at:when}` is a time in
Asia/Shanghai, `{minutes:span}` a length in words, `{amount:money}` an amount with its thousands apart. A plain
`{name}` is the fact as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from string import Formatter
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from shouwen.handbook.money import shown, yuan

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition

Language = Literal["zh", "en"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
MISSING = "…"


def say(template: str, facts: Mapping[str, Any], language: Language, edition: Edition) -> str:
    """The template filled with the facts. Facts that are absent show as an ellipsis."""
    return _Teller(language, edition).vformat(template, (), facts)


def event_words(code: str, facts: Mapping[str, Any], *, language: Language, edition: Edition) -> str:
    """What an event says in the timeline. An unknown code is shown as it is."""
    entry = edition.events.get(code)
    return say(entry.label(language), facts, language, edition) if entry else code


def span(minutes: int, language: Language) -> str:
    """A length of time in words: 150 → 2 小时 30 分 / 2 h 30 min."""
    hours, rest = divmod(abs(minutes), 60)
    hour, minute = ("小时", "分") if language == "zh" else ("h", "min")
    words = [f"{hours} {hour}"] if hours else []
    if rest or not hours:
        words.append(f"{rest} {minute}")
    return " ".join(words)


def moment(value: datetime | date) -> str:
    """A time as the desk shows it: to the minute, in Asia/Shanghai."""
    if not isinstance(value, datetime):
        return value.isoformat()
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return aware.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


class _Teller(Formatter):
    def __init__(self, language: Language, edition: Edition) -> None:
        self.language = language
        self.edition = edition

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        return kwargs.get(field_name), field_name

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        return value

    def format_field(self, value: Any, format_spec: str) -> str:
        if value is None or value == "":
            return MISSING
        if isinstance(value, Iterable) and not isinstance(value, str | Mapping):
            between = "、" if self.language == "zh" else ", "
            return between.join(self.format_field(part, format_spec) for part in value) or MISSING
        if format_spec == "when":
            return moment(_as_time(value)) if _as_time(value) else str(value)
        if format_spec == "money":
            return _as_money(value)
        if format_spec == "span":
            return span(int(value), self.language) if str(value).lstrip("-").isdigit() else str(value)
        if format_spec:
            return self.edition.label(format_spec, str(value), self.language)
        return moment(value) if isinstance(value, datetime) else str(value)


def _as_money(value: Any) -> str:
    try:
        return shown(yuan(value))
    except ValueError:
        return str(value)


def _as_time(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return None
