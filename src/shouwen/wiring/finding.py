"""What a check found."""

from dataclasses import dataclass
from typing import Literal

from shouwen.wiring.speech import Sentence

Level = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """One line of the report. Whatever is not ok says in `mend` what to do about it."""

    check: str
    level: Level
    found: Sentence
    mend: Sentence | None = None


def ok(check: str, *, found: Sentence) -> Finding:
    """As it should be."""
    return Finding(check, "ok", found)


def warn(check: str, *, found: Sentence, mend: Sentence) -> Finding:
    """Works, but not as it should in earnest."""
    return Finding(check, "warn", found, mend)


def fail(check: str, *, found: Sentence, mend: Sentence) -> Finding:
    """Does not work."""
    return Finding(check, "fail", found, mend)
