"""What a log may not say: numbers of people, secrets, and anything that somebody typed.

The log is read by people and kept by programs that may not read the desk. So an error is told by its kind, its place
in our code and the words that are ours; what may stem from a person is left out, rather too much than too little.
"""

import re
import traceback
from collections.abc import Iterator
from typing import Any

HIDDEN = "•••"
# Seven digits in a row are a number of somebody; so are the usual ways to write a mobile number in groups.
_NUMBER = re.compile(r"\+?\d{7,}|\+?\d{3}[ -]\d{4}[ -]\d{4}|\b\d{3,4}-\d{3,4}[ -]?\d{4}\b")
_SECRET = re.compile(
    r"(?i)\b(bearer|basic|token)\s+[\w.~+/=-]{6,}"
    r"|\bshouwen_[\w-]{16,}"
    r"|(?<=://)[^\s/@:]*:[^\s/@]*(?=@)"
    r"""|\b[\w-]*(?:password|passwd|secret|token|cookie|sessionid|authorization|api[_-]?key)["']?\s*[=:]\s*(?:\w+\s+)?[^\s,;]+"""
)
# Our own words are English; whatever is written in Chinese was typed by somebody or stands for a person.
_HAN = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]"
_CHINESE = re.compile(rf"{_HAN}(?:.*{_HAN})?\w*")
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|“[^”\n]*”")
_NAME = re.compile(r"[\"'][a-z][a-z0-9]*(?:[_.][a-z0-9]+)+[\"']")
# What a database adds to an error is the row itself, the statement or its parameters.
_DATABASE = ("django.db", "psycopg", "sqlite3")


def discreet(text: str) -> str:
    """Answers the text without numbers of people, secrets and Chinese; all else stays as it is."""
    return _CHINESE.sub(HIDDEN, _NUMBER.sub(HIDDEN, _SECRET.sub(HIDDEN, text)))


def message(error: BaseException) -> str:
    """Answers kind and message of an error: its first line, quoted values left out, names of ours kept."""
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    lines = str(error).strip().splitlines()
    said = _QUOTED.sub(_name_or_nothing, lines[0]) if lines else ""
    if kind.__module__.startswith(_DATABASE):
        said = said.split("(", 1)[0].rstrip()
    return discreet(f"{name}: {said}"[:300] if said else name)


def story(error: BaseException) -> str:
    """Answers where an error and those behind it came from, file, line and function, without any value."""
    return "\n".join(line for each in _chain(error) for line in (*_places(each), message(each)))


def discreet_values(value: Any) -> Any:
    """Answers the same value with every text in it made discreet."""
    if isinstance(value, str):
        return discreet(value)
    if isinstance(value, dict):
        return {key: discreet_values(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [discreet_values(inner) for inner in value]
    return value if isinstance(value, int | float | bool | None) else discreet(str(value))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and its causes, the first cause first."""
    found: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in found:
        found.append(following)
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)
    return reversed(found)


def _places(error: BaseException) -> Iterator[str]:
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"


def _name_or_nothing(quoted: re.Match[str]) -> str:
    return quoted[0] if _NAME.fullmatch(quoted[0]) else HIDDEN
