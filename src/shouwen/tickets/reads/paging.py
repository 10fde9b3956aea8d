"""Pages by key: a page begins after the last row seen, or ends before the first, however many rows there are."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from shouwen.tickets.models import Ticket

PAGE = 50
LARGEST = 2**63


@dataclass(frozen=True)
class Page:
    """Some rows of a sorted list, and the keys of the pages after and before them ("" where there is none)."""

    rows: list[Ticket]
    after: str
    before: str


@dataclass(frozen=True)
class Spot:
    """Where in a list one stands: after a key, or before one; at its beginning without any."""

    after: str = ""
    before: str = ""


@dataclass(frozen=True)
class Order:
    """A total order: field names, `-` before those that fall; the last one is unique. Nulls come last."""

    name: str
    fields: tuple[str, ...]


URGENT = Order("urgent", ("rank", "next_due_at", "id"))
DUE = Order("due", ("next_due_at", "id"))
NEWEST = Order("newest", ("-opened_at", "-id"))
ORDERS = {order.name: order for order in (URGENT, DUE, NEWEST)}
NULLABLE = "next_due_at"
START = Spot()


def page(rows: QuerySet[Ticket], order: Order, spot: Spot = START) -> Page:
    """One page of `rows`. A key that cannot be read counts as none: the first page is never an error."""
    ahead, back = _read(spot.after, order), _read(spot.before, order)
    backward = ahead is None and back is not None
    if ahead is not None:
        rows = rows.filter(_beyond(order, ahead))
    elif back is not None:
        rows = rows.filter(_short_of(order, back))
    found = list(rows.order_by(*_sorted_by(order, backward))[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if backward:
        found.reverse()
    if not found:
        return Page([], "", "")
    goes_on, comes_from = (True, more) if backward else (more, ahead is not None)
    return Page(found, _write(found[-1], order) if goes_on else "", _write(found[0], order) if comes_from else "")


def _sorted_by(order: Order, backward: bool) -> list[Any]:
    return [
        F(name.lstrip("-")).desc(nulls_first=backward or None, nulls_last=not backward or None)
        if name.startswith("-") != backward
        else F(name.lstrip("-")).asc(nulls_first=backward or None, nulls_last=not backward or None)
        for name in order.fields
    ]


def _beyond(order: Order, key: list[Any]) -> Q:
    """Rows that come after the key in the order, nulls last."""
    beyond, equal = Q(), Q()
    for name, value in zip(order.fields, key, strict=True):
        field = name.lstrip("-")
        if value is None:
            equal &= Q(**{f"{field}__isnull": True})
            continue
        later = Q(**{f"{field}__lt" if name.startswith("-") else f"{field}__gt": value})
        beyond |= equal & (later | Q(**{f"{field}__isnull": True}) if field == NULLABLE else later)
        equal &= Q(**{field: value})
    return beyond


def _short_of(order: Order, key: list[Any]) -> Q:
    """Rows that come before the key in the order, nulls last."""
    before, equal = Q(), Q()
    for name, value in zip(order.fields, key, strict=True):
        field = name.lstrip("-")
        if value is None:
            before |= equal & Q(**{f"{field}__isnull": False})
            equal &= Q(**{f"{field}__isnull": True})
            continue
        before |= equal & Q(**{f"{field}__gt" if name.startswith("-") else f"{field}__lt": value})
        equal &= Q(**{field: value})
    return before


def _write(row: Ticket, order: Order) -> str:
    values = [getattr(row, name.lstrip("-")) for name in order.fields]
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _read(text: str, order: Order) -> list[Any] | None:
    """The values of a key; None for one that this order never wrote."""
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))) if text else None
        if not isinstance(values, list) or len(values) != len(order.fields):
            return None
        return [_value(name.lstrip("-"), value) for name, value in zip(order.fields, values, strict=True)]
    except (ValueError, TypeError):
        return None


def _value(field: str, value: Any) -> Any:
    if value is None and field == NULLABLE:
        return None
    if field.endswith("_at"):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError(value)
        return moment
    if type(value) is not int or abs(value) >= LARGEST:
        raise ValueError(value)
    return value
