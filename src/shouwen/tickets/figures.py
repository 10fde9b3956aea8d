"""What other rooms count on my desk: disputes that wait for somebody. Tickets know nothing of them.

Whoever has numbers to show registers here how to count them for one reader.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shouwen.people.models import Staff


@dataclass(frozen=True)
class Figure:
    """A number of the desk: how many, of what, the list that it counts; `mood` (over, soon) when it is not nought."""

    n: int
    words: str
    url: str
    mood: str = ""


Counting = Callable[[Staff, datetime], list[Figure]]
_countings: list[Counting] = []


def register(counting: Counting) -> None:
    """Adds a counting; it answers only numbers that concern the reader."""
    _countings.append(counting)


def figures(reader: Staff, at: datetime) -> list[Figure]:
    """Everything registered, for this reader."""
    return [figure for counting in _countings for figure in counting(reader, at)]
