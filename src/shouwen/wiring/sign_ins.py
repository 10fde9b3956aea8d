"""The sign-ins of the demo world, kept beside the data so that every start can show them again."""

import json
from pathlib import Path
from typing import NamedTuple
from unicodedata import east_asian_width

from shouwen.handbook.load import shipped
from shouwen.wiring.speech import spoken

FILE = "demo-sign-ins.json"


class SignIn(NamedTuple):
    """One of the people whom a visitor may try: `code` and `password` to sign in with, `role` as in the edition."""

    code: str
    password: str
    role: str
    name: str


def note(data: Path, sign_ins: list[SignIn]) -> None:
    """Keeps the sign-ins of the demo world just made; `shouwen demo` calls this at its end."""
    (data / FILE).write_text(json.dumps([each._asdict() for each in sign_ins], ensure_ascii=False), encoding="utf-8")


def noted(data: Path) -> list[SignIn]:
    """Answers the sign-ins of the demo world, none where there is no demo world."""
    try:
        return [SignIn(**each) for each in json.loads((data / FILE).read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


def table(sign_ins: list[SignIn]) -> str:
    """Answers one line for each: staff number, password, role and name, in columns."""
    roles = shipped().roles
    rows = [(each.code, each.password, getattr(roles[each.role], spoken()), each.name) for each in sign_ins]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  " + "  ".join(map(_padded, row, widths)).rstrip() for row in rows)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
