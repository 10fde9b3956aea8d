"""Saying something to people: inside the transaction that it tells of, so that it is said exactly if it happened."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from shouwen.ledger.canonical import plain
from shouwen.ledger.rows import put
from shouwen.notices.models import Message
from shouwen.people.models import Staff

COLUMNS = ("to_id", "code", "facts", "about", "link", "at", "read_at", "once")
_columns = attrgetter(*COLUMNS)


def prepare(
    people: Iterable[Staff], code: str, *, at: datetime, once: str, about: str, link: str, facts: Mapping[str, Any]
) -> list[Message]:
    """Messages to several people, unsaved. `once` names the occasion: nobody hears of one occasion twice."""
    return [
        Message(to=person, code=code, facts=plain(facts), about=about, link=link, at=at, once=f"{once}:{person.pk}")
        for person in people
    ]


def save(messages: list[Message]) -> None:
    """Save messages; those already said stay as they are."""
    put(Message, COLUMNS, [_columns(message) for message in messages], ignore=True)


def tell(people: Iterable[Staff], code: str, **what: Any) -> None:
    """Prepare and save in one go."""
    save(prepare(people, code, **what))
