"""Questions that every verb asks, as statements written once; Django builds its own anew each time it is asked.

One question costs 20 µs of processor so, and 250 to 700 µs as a query set. Only for questions on the way of a
verb; whatever else is asked stays a query set. The SQL is the same on both engines.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, models

M = TypeVar("M", bound=models.Model)
Read = tuple[int, Callable[..., Any], Any]


def cursor() -> Any:
    """A cursor for statements whose text does not change: PostgreSQL plans them once for each connection."""
    return connection.prepared() if connection.vendor == "postgresql" else connection.cursor()


def ask(sql: str, *given: Any) -> list[tuple[Any, ...]]:
    """The rows that a statement answers, as the driver reads them."""
    with cursor() as asking:
        asking.execute(sql, taken(given))
        return list(asking.fetchall())


def one(sql: str, *given: Any) -> Any:
    """The only value of the first row; None where there is no row."""
    with cursor() as asking:
        asking.execute(sql, taken(given))
        row = asking.fetchone()
        return None if row is None else row[0]


def load(model: type[M], rest: str, *given: Any, lock: bool = False) -> list[M]:
    """Objects of a model as Django would load them. `rest` begins behind FROM, where the table is called `t`.

    With `lock` their rows are held until the transaction ends (on SQLite it holds all rows anyway).
    """
    label, vendor = model._meta.label, connection.vendor
    sql = f"{_select(label, vendor)} {rest}{' FOR UPDATE OF t' if lock and vendor != 'sqlite' else ''}"
    names, reads = _names(label), _reads(label, vendor)
    found = []
    for row in ask(sql, *given):
        values = list(row)
        for place, read, column in reads:
            values[place] = read(values[place], column, connection)
        found.append(model.from_db(connection.alias, names, values))
    return found


def moment(read: datetime) -> datetime:
    """A moment as the driver reads it, in UTC: on SQLite it comes without a zone."""
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def taken(given: Sequence[Any]) -> list[Any]:
    """Values as the driver takes them: moments are kept on SQLite as texts without a zone."""
    if connection.vendor != "sqlite":
        return list(given)
    adapt = connection.ops.adapt_datetimefield_value
    return [adapt(value) if isinstance(value, datetime) else value for value in given]


@cache
def _names(label: str) -> list[str]:
    return [field.attname for field in apps.get_model(label)._meta.concrete_fields]


@cache
def _select(label: str, vendor: str) -> str:
    meta, quote = apps.get_model(label)._meta, connection.ops.quote_name
    columns = ", ".join(f"t.{quote(field.column)}" for field in meta.concrete_fields)
    return f"SELECT {columns} FROM {quote(meta.db_table)} AS t"


@cache
def _reads(label: str, vendor: str) -> tuple[Read, ...]:
    """What Django does to a column's value between the driver and the object, by the place of the column."""
    meta = apps.get_model(label)._meta
    columns = [field.get_col(meta.db_table) for field in meta.concrete_fields]
    return tuple(
        (place, read, column)
        for place, column in enumerate(columns)
        for read in (*connection.ops.get_db_converters(column), *column.get_db_converters(connection))
    )
