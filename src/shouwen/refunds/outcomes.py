"""Who is told what became of a refund. Refunds know nothing of disputes or batches: whoever orders registers here."""

from collections.abc import Callable
from datetime import datetime

from shouwen.ledger.scoped import Actor
from shouwen.refunds.models import Refund

Heard = Callable[[Refund, datetime, Actor], None]

_heard: dict[str, Heard] = {}


def register(origin: str, heard: Heard) -> None:
    """Have `heard(refund, at, by)` called in the transaction in which a refund of that origin is done, refused or
    called off, with who brought the news: billing, or the person who called it off.

    What it writes stands or falls with the outcome; the refund's chain is locked meanwhile, so it takes its own
    locks after that one.
    """
    _heard[origin] = heard


def tell(refund: Refund, at: datetime, by: Actor) -> None:
    """Tell whoever ordered it. Called once for each outcome."""
    if heard := _heard.get(refund.origin):
        heard(refund, at, by)
