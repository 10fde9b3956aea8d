"""Money 金额: yuan as `Decimal` with two places, and the one place of its arithmetic (C4.8). No float touches it.

Outside the program an amount is a string such as "12.30": in facts, events, files and answers alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

MOST_DIGITS = 10
CENT = Decimal("0.01")
ZERO = Decimal("0.00")
# Nothing here has more digits before the point: what is to be kept must fit its column.
TOO_MUCH = Decimal(10) ** MOST_DIGITS
WRITTEN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]{1,2})?")


def yuan(value: str | Decimal | int) -> Decimal:
    """The amount with its two places, signed. Raises ValueError for what isn't exactly an amount, as any float."""
    if isinstance(value, bool) or not isinstance(value, str | Decimal | int):
        raise ValueError(f'write an amount as a string like "12.30", not as {type(value).__name__}')
    if isinstance(value, str) and not WRITTEN.fullmatch(value):
        raise ValueError(f'{value!r} is no amount: write it like "12.30"')
    amount = Decimal(value)
    if not amount.is_finite() or abs(amount) >= TOO_MUCH:
        raise ValueError(f"an amount has at most {MOST_DIGITS} digits before the point")
    exact = amount.quantize(CENT)
    if exact != amount:
        raise ValueError("an amount has at most two places")
    return exact or ZERO


def spell(amount: Decimal) -> str:
    """The amount as facts and files keep it: 1234.50."""
    return f"{yuan(amount):.2f}"


def shown(amount: Decimal) -> str:
    """The amount as people read it: 1,234.50."""
    return f"{yuan(amount):,.2f}"


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, to the cent; 0.00 of nothing."""
    return yuan(sum((yuan(amount) for amount in amounts), ZERO))


def _signed(value: Any) -> Decimal:
    if not isinstance(value, str | Decimal):
        raise ValueError(f'write an amount as a string like "12.30", not as {type(value).__name__}')
    return yuan(value)


def _unsigned(value: Any) -> Decimal:
    amount = _signed(value)
    if amount < ZERO:
        raise ValueError("an amount here is never below 0.00")
    return amount


def _schema(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": ["12.30"]})


# Strings in, `Decimal` out, and strings again in JSON.
Yuan = Annotated[
    Decimal,
    BeforeValidator(_unsigned),
    PlainSerializer(spell, return_type=str, when_used="json"),
    _schema(r"^\+?[0-9]{1,10}(\.[0-9]{1,2})?$"),
]
SignedYuan = Annotated[
    Decimal,
    BeforeValidator(_signed),
    PlainSerializer(spell, return_type=str, when_used="json"),
    _schema(r"^[+-]?[0-9]{1,10}(\.[0-9]{1,2})?$"),
]
