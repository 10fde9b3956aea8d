"""What the amounts of a line must satisfy, whichever way they come in (C4.8.6)."""

from decimal import Decimal

from shouwen.handbook.decision import Refused
from shouwen.handbook.edition import Edition
from shouwen.handbook.money import ZERO


def gift_of(kind: str, principal: Decimal) -> Decimal:
    """The gift that belongs to a principal: the same again where it is refunded double."""
    return principal if kind == "double" else ZERO


def wrong_amount(
    kind: str, principal: Decimal, gift: Decimal, charged: Decimal | None, edition: Edition
) -> Refused | None:
    """Why these amounts can't stand together; None where they can."""
    if kind == "adjustment":
        return Refused.of(edition, "batch-amount-none") if principal or gift else None
    if principal <= ZERO:
        return Refused.of(edition, "batch-amount-positive")
    if gift != gift_of(kind, principal):
        return Refused.of(edition, "batch-gift-wrong", gift=str(gift), kind=kind)
    if charged is not None and principal > charged:
        return Refused.of(edition, "batch-over-charged", amount=str(principal), charged=str(charged))
    return None
