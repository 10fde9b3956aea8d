"""Reading what billing says, strictly: an answer that isn't exactly as it should be is no answer."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from shouwen.handbook.money import yuan
from shouwen.refunds.billing.port import Booking, Outcome, What

WHATS = {"done": What.DONE, "refused": What.REFUSED, "pending": What.UNKNOWN, "absent": What.ABSENT}
WHY_MOST = 200
RECEIPT_MOST = 80


class NotUnderstood(ValueError):
    """The answer isn't in the agreed form."""


def parsed(body: bytes) -> dict[str, Any]:
    """One JSON object. Numbers with a point are refused: an amount is a string."""
    try:
        answer = json.loads(body.decode(), parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood(str(error)) from None
    if not isinstance(answer, dict):
        raise NotUnderstood("not an object")
    return answer


def outcome(answer: Mapping[str, Any], key: str) -> Outcome:
    """The outcome that an answer tells of that key. Another key's answer is none."""
    if answer.get("key") != key:
        return Outcome(What.UNKNOWN, why="answer-of-another")
    what = WHATS.get(text(answer, "status", 20))
    if what is None:
        raise NotUnderstood("status")
    if what is What.UNKNOWN:
        return Outcome(what, why="still-working")
    if what is not What.DONE:
        return Outcome(what, why=text(answer, "why", WHY_MOST) if "why" in answer else "")
    booked = booking(answer)
    return Outcome(what, booked_at=booked.booked_at, amount=booked.amount, receipt=booked.receipt)


def booking(answer: Mapping[str, Any]) -> Booking:
    """A line of billing's books."""
    return Booking(
        key=text(answer, "key", 80),
        receipt=text(answer, "receipt", RECEIPT_MOST),
        amount=amount(answer.get("amount")),
        booked_at=moment(answer.get("booked_at")),
    )


def amount(value: Any) -> Decimal:
    """An amount, from its string."""
    try:
        return yuan(value) if isinstance(value, str) else _no_float(value)
    except ValueError as error:
        raise NotUnderstood(str(error)) from None


def moment(value: Any) -> datetime:
    """A time with its zone, in UTC."""
    try:
        read = datetime.fromisoformat(value)
        if read.tzinfo is None:
            raise NotUnderstood("a time without a zone")
        return read.astimezone(UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise NotUnderstood(str(error)) from None


def text(answer: Mapping[str, Any], name: str, most: int) -> str:
    """A text that may be kept: not longer than its column, printable."""
    value = answer.get(name)
    if not isinstance(value, str) or len(value) > most or not value.isprintable():
        raise NotUnderstood(name)
    return value


def _no_float(value: Any) -> Any:
    raise NotUnderstood(f"{value} is not a string: amounts are")
