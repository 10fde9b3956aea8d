"""What tests of refunds order, in one line."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from shouwen.refunds.models import Refund
from shouwen.refunds.ordering import NewRefund, order, order_many
from tests.cast import Cast


def new(cast: Cast, key: str, principal: str = "30.00", gift: str = "30.00", **said: Any) -> NewRefund:
    """A refund to the ordinary customer, for a dispute of the first hall."""
    told: dict[str, Any] = {
        "origin": "a_test",
        "about": "ZZ-1",
        "link": "/disputes/1",
        "customer": cast.customers["ordinary"],
        "unit": cast.clerk.unit,
        "kind": "double",
        "cause": "company.network",
        **said,
    }
    return NewRefund(key=key, principal=Decimal(principal), gift=Decimal(gift), **told)


def ordered(cast: Cast, key: str, principal: str = "30.00", gift: str = "30.00", **said: Any) -> Refund:
    """The same, ordered by the clerk on the morning of the stories unless said."""
    by, at = said.pop("by", cast.clerk), said.pop("at", cast.morning)
    return order(**vars(new(cast, key, principal, gift, **said)), by=by, at=at)


def ordered_many(cast: Cast, count: int, *, at: datetime, prefix: str = "many") -> list[Refund]:
    """Many at once, of 1.00, 2.00, 3.00 …"""
    return order_many(
        [new(cast, f"{prefix}-{n}", f"{n}.00", "0.00") for n in range(1, count + 1)], by=cast.clerk, at=at
    )
