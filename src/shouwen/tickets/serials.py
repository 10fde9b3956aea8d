"""Serials of other rooms: the one search box leads to their pages too. Tickets know nothing of them."""

from collections.abc import Callable

from shouwen.people.models import Staff

Finder = Callable[[str, Staff], str]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Adds a finder; it answers the page of the serial that was typed, "" for one that this reader may not know of."""
    _finders.append(finder)


def page_of(typed: str, reader: Staff) -> str:
    """The page of the first thing that bears this serial; "" where none does."""
    return next((page for find in _finders if (page := find(typed, reader))), "")
