"""What other rooms show on a customer's page: tickets and disputes. Customers know nothing of them.

Whoever has something to show registers here how to list it for one reader.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shouwen.customers.models import Customer
from shouwen.people.models import Staff


@dataclass(frozen=True)
class Line:
    """One thing of a customer: its name and page, what it is about, its state (a code of the list `states`), since
    when."""

    words: str
    url: str
    about: str
    state: str
    at: datetime
    states: str = "states"


Listing = Callable[[Customer, Staff], list[Line]]
_listings: list[Listing] = []


def register(listing: Listing) -> None:
    """Adds a listing; it answers only what the reader may see, the newest first."""
    _listings.append(listing)


def lines(customer: Customer, reader: Staff) -> list[Line]:
    """Everything registered, for this reader."""
    return [line for listing in _listings for line in listing(customer, reader)]
