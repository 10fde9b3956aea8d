"""How long the worker waits, by the edition (C4.8.2)."""

from datetime import datetime, timedelta

from shouwen.handbook.load import shipped
from shouwen.handbook.schema_refunds import Refunding


def policy() -> Refunding:
    """The edition's numbers."""
    return shipped().refunding


def ask_after(at: datetime, asked: int) -> datetime:
    """When to ask next, after having asked so often: twice as long each time, up to a limit."""
    rules = policy()
    return at + _doubled(rules.ask_first_seconds, asked, rules.ask_most_seconds)


def pause_until(at: datetime, pauses: int) -> datetime:
    """Until when the line to billing is left alone, after so many pauses in a row."""
    rules = policy()
    return at + _doubled(rules.pause_first_seconds, pauses, rules.pause_most_seconds)


def grace() -> timedelta:
    """How long billing must know nothing of a refund before it is sent again."""
    return timedelta(minutes=policy().grace_minutes)


def lease() -> timedelta:
    """How long whoever took a refund has it."""
    return timedelta(seconds=policy().lease_seconds)


def _doubled(first: int, times: int, most: int) -> timedelta:
    return timedelta(seconds=min(first * 2 ** min(times, 20), most))
