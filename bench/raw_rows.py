"""The floor of whatever writes: the very rows that it wrote, put into copies of their tables by the driver alone.

The copies have the same columns and indexes and stand in the same database. On PostgreSQL they have no foreign
keys, so the floor is a little lower there than on SQLite.
"""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

# Each with the column by which its rows are told apart, which only ever grows.
TICKETS = {
    "ledger_chain": "id",
    "ledger_event": "id",
    "customers_customer": "id",
    "tickets_matter": "id",
    "tickets_ticket": "id",
    "clocks_clock": "id",
    "clocks_watched": "chain_id",
    "tickets_urgency": "id",
    "tickets_reply": "id",
    "search_words": "rowid" if connection.vendor == "sqlite" else "id",
}
MESSAGES = {"ledger_event": "id", "notices_message": "id"}
Tables = dict[str, str]
Rows = dict[str, list[Sequence[Any]]]


def marks(tables: Tables) -> dict[str, int]:
    """The newest key of each table: what comes later was written later."""
    return {table: _one(f"SELECT COALESCE(MAX({key}), 0) FROM {table}") for table, key in tables.items()}


def since(then: dict[str, int], tables: Tables, *, share: float = 1.0) -> Rows:
    """The rows written after the marks, or the first `share` of those of each table."""
    found = {}
    for table, key in tables.items():
        newer = f"FROM {table} WHERE {key} > {then[table]}"
        most = round(_one(f"SELECT COUNT(*) {newer}") * share)
        found[table] = _all(f"SELECT {_columns(table)} {newer} ORDER BY {key} LIMIT {most}")
    return found


def seconds_to_write(rows: Rows) -> float:
    """Write the rows into the copies with `executemany`, all in one transaction."""
    statements = [
        (f"INSERT INTO floor_{table} ({_names(table)}) VALUES ({', '.join(['%s'] * len(found[0]))})", found)
        for table, found in rows.items()
        if found
    ]
    return seconds_to_do(statements)


def seconds_to_do(statements: Sequence[tuple[str, Sequence[Any]]]) -> float:
    """The driver's own `executemany` for each statement, all in one transaction, the commit included."""
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, rows in statements:
            cursor.cursor.executemany(sql, rows)
    return time.perf_counter() - began


@contextmanager
def copies(tables: Tables) -> Iterator[None]:
    """Empty copies of the tables, there as long as the block lasts."""
    for table in tables:
        for statement in _sqlite(table) if connection.vendor == "sqlite" else _postgresql(table):
            _do(statement)
    try:
        yield
    finally:
        for table in tables:
            _do(f"DROP TABLE floor_{table}")


def _sqlite(table: str) -> list[str]:
    kept = _all(f"SELECT sql FROM sqlite_master WHERE tbl_name = '{table}' AND type <> 'trigger' AND sql > ''")
    made = []
    for (sql,) in kept:
        named = re.sub(rf'(TABLE|ON) "?{table}"?', rf'\1 "floor_{table}"', sql, count=1)
        made.append(re.sub(r'INDEX "', 'INDEX "floor_', named, count=1))
    return made


def _postgresql(table: str) -> list[str]:
    return [f"CREATE TABLE floor_{table} (LIKE {table} INCLUDING ALL)"]


def _names(table: str) -> str:
    with connection.cursor() as cursor:
        names = [f'"{column.name}"' for column in connection.introspection.get_table_description(cursor, table)]
    return ", ".join((["rowid"] if connection.vendor == "sqlite" and table == "search_words" else []) + names)


def _columns(table: str) -> str:
    """A plus keeps SQLite's driver from reading times and truths into objects: what is stored is copied as it is."""
    plus = "+" if connection.vendor == "sqlite" else ""
    return ", ".join(plus + name for name in _names(table).split(", "))


def _do(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _all(sql: str) -> list[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.cursor.execute(sql)
        return list(cursor.cursor.fetchall())


def _one(sql: str) -> int:
    return int(_all(sql)[0][0])
