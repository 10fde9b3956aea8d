"""What other rooms show on a ticket's page: the disputes that came of it. Tickets know nothing of them.

Whoever has something to show registers here how to make it for one reader.
"""

from collections.abc import Callable
from dataclasses import dataclass

from shouwen.customers.beside import Line
from shouwen.people.models import Staff
from shouwen.tickets.models import Ticket


@dataclass(frozen=True)
class Way:
    """A link to what may be done: where it leads, its words and its icon."""

    url: str
    words: str
    icon: str


@dataclass(frozen=True)
class Part:
    """A panel beside the ticket: its title, its lines, what is said when there are none, and the ways on from there."""

    title: str
    lines: list[Line]
    nothing: str
    ways: tuple[Way, ...] = ()


Making = Callable[[Ticket, Staff], Part | None]
_parts: list[Making] = []


def register(part: Making) -> None:
    """Adds a part; it shows only what the reader may see, and is None where there is nothing for this reader."""
    _parts.append(part)


def parts(ticket: Ticket, reader: Staff) -> list[Part]:
    """Everything registered, for this reader."""
    return [found for make in _parts if (found := make(ticket, reader)) is not None]
