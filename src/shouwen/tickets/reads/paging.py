"""Pages by key: the next page begins after the last row seen, however many rows there are."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from shouwen.tickets.models import Ticket

PAGE = 50
FAR = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """Some rows of a sorted list, and the keys of the pages after and before them ("" where there is none)."""

    rows: list[Ticket]
    after: str
    first: bool


@dataclass(frozen=True)
class Order:
    """A total order: field names, `-` before those that fall; the last one is unique. Nulls come last."""

    name: str
    fields: tuple[str, ...]


URGENT = Order("urgent", ("rank", "next_due_at", "id"))
DUE = Order("due", ("next_due_at", "id"))
NEWEST = Order("newest", ("-opened_at", "-id"))
ORDERS = {order.name: order for order in (URGENT, DUE, NEWEST)}


def page(rows: QuerySet[Ticket], order: Order, *, after: str = "", size: int = PAGE) -> Page:
    """One page of `rows`. A key that cannot be read counts as none: the first page is never an error."""
    sort = [
        F(name.lstrip("-")).desc(nulls_last=True) if name.startswith("-") else F(name).asc(nulls_last=True)
        for name in order.fields
    ]
    key = _read(after, order)
    if key:
        rows = rows.filter(_beyond(order, key))
    found = list(rows.order_by(*sort)[: size + 1])
    more = found[size:]
    found = found[:size]
    return Page(found, _write(found[-1], order) if more else "", not key)


def _beyond(order: Order, key: list[Any]) -> Q:
    """Rows that come after the key in the order, nulls last."""
    beyond, equal = Q(), Q()
    for name, value in zip(order.fields, key, strict=True):
        field = name.lstrip("-")
        if value is None:
            equal &= Q(**{f"{field}__isnull": True})
            continue
        ahead = Q(**{f"{field}__lt" if name.startswith("-") else f"{field}__gt": value})
        beyond |= equal & (ahead | Q(**{f"{field}__isnull": True}) if field == "next_due_at" else ahead)
        equal &= Q(**{field: value})
    return beyond


def _write(row: Ticket, order: Order) -> str:
    values = [getattr(row, name.lstrip("-")) for name in order.fields]
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _read(text: str, order: Order) -> list[Any] | None:
    if not text:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(values, list) or len(values) != len(order.fields):
            return None
        return [
            datetime.fromisoformat(value) if value and name.lstrip("-").endswith("_at") else value
            for name, value in zip(order.fields, values, strict=True)
        ]
    except (ValueError, TypeError, binascii.Error):
        return None
