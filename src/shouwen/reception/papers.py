"""Papers that are found again by the serial and the check code that stand on them, whoever printed them.

The reception knows its own form. Other rooms register here how to find theirs, so that one page checks them all.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise

from shouwen.people.models import Staff, Unit


@dataclass(frozen=True)
class Change:
    """One thing that happened after the paper was printed."""

    icon: str
    words: str
    who: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Found:
    """A paper that was registered once: whether it is genuine, what it says, and what came after it.

    `customer` is masked; `url` is the page of the thing where the reader may see it, "" where they may not. Then
    `changes` is empty too, and only their number `since` is told.
    """

    title: str | Promise
    serial: str
    genuine: bool
    at: datetime
    by: Staff
    unit: Unit
    customer: str
    in_full: bool
    about: str | Promise
    text: str
    url: str
    open_words: str | Promise
    since: int
    changes: list[Change] = field(default_factory=list)


Finder = Callable[[str, str, Staff], Found | None]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Adds a finder: by serial and code as they were typed, for one reader; None for what is no paper of its room."""
    _finders.append(finder)


def find(serial: str, typed: str, reader: Staff) -> Found | None:
    """The paper of that serial and code, from whoever's desk it came; None when no such paper was ever printed."""
    return next((found for finder in _finders if (found := finder(serial, typed, reader)) is not None), None)
