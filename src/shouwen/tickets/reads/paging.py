"""Pages by key: a page begins after the last row seen, or ends before the first, however many rows there are."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.sql.where import WhereNode

from shouwen.tickets.models import Ticket
from shouwen.tickets.reads import ways, words
from shouwen.tickets.reads.ways import NULLABLE

PAGE = 50
LARGEST = 2**63


@dataclass(frozen=True)
class Page:
    """Some rows of a sorted list, and the keys of the pages after and before them ("" where there is none).

    Where very many had to be looked at for these, they may be fewer than a page holds, or none, although it goes on.
    """

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
START = Spot()


def order(name: str, state: str) -> Order:
    """The order of that name, URGENT for none. Where the archive is listed too it is NEWEST: no deadline runs there."""
    return NEWEST if state in ("all", "archived", "voided") else ORDERS.get(name, URGENT)


def readable(text: str, order: Order) -> bool:
    """Whether a key was written by this order."""
    return _read(text, order) is not None


def page(rows: QuerySet[Ticket], order: Order, spot: Spot = START, *, size: int = PAGE) -> Page:
    """One page of `rows`, `size` of them at most.

    A key that cannot be read counts as none: the first page is never an error.
    """
    ahead, back = _read(spot.after, order), _read(spot.before, order)
    backward, edge = ahead is None and back is not None, None
    if order is NEWEST and words.common(rows):
        keys, edge = words.newest(rows, ahead or back, backward=backward, most=size + 1)
    else:
        if ahead is not None:
            rows = rows.filter(_beyond(order, ahead))
        elif back is not None:
            rows = rows.filter(_short_of(order, back))
        keys = ways.first(rows, order.fields, backward=backward, most=size + 1)
    whole = _named(rows, keys)
    found = [whole[key] for key in keys if key in whole]
    more, found = len(found) > size, found[:size]
    if backward:
        found.reverse()
    first, last = (_key(found[0], order), _key(found[-1], order)) if found else (edge, edge)
    goes_on, comes_from = (True, more) if backward else (more, ahead is not None)
    if edge is not None:
        first, last = (edge, last) if backward else (first, edge)
        goes_on, comes_from = goes_on or not backward, comes_from or backward
    if first is None or last is None:
        return Page([], "", "")
    return Page(found, _write(last) if goes_on else "", _write(first) if comes_from else "")


def _named(rows: QuerySet[Ticket], keys: list[int]) -> dict[int, Ticket]:
    """The rows of these keys, which were found among `rows` a moment ago, with all that `rows` bring along.

    Nothing else is asked of them again: with two lists of keys PostgreSQL expects a single row and reads every ticket.
    """
    named = rows.all()
    named.query.where = WhereNode()
    return named.in_bulk(keys)


def total(page: Page, rows: QuerySet[Ticket], *, most: int = 1000) -> str:
    """How many rows the list has, in words that do not lie: `1,000+` where counting further costs more than it tells.

    Of words that are in a good share of all texts it says only that there is more than this page.
    """
    if not page.after and not page.before:
        return f"{len(page.rows):,}"
    if words.common(rows):
        return f"{len(page.rows):,}+"
    return count(rows, most)


def count(rows: QuerySet[Ticket], most: int = 1000) -> str:
    """How many rows, counted to `most`."""
    found = ways.how_many(rows, most)
    return f"{most:,}+" if found > most else f"{found:,}"


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


def _key(row: Ticket, order: Order) -> list[Any]:
    return [getattr(row, name.lstrip("-")) for name in order.fields]


def _write(values: list[Any]) -> str:
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
