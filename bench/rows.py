"""The very rows that something wrote, and how fast the driver alone writes them: the floor of whatever writes.

They are put with their own keys into a copy of the database as it was before, with every index that stands there, but
without looking whether foreign keys lead anywhere. Counters, locks and reads are no part of the floor: rows alone.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models

from bench.stores import raw
from shouwen.search.places import place
from shouwen.tickets.models import Ticket

WORDS = "search_words"
ROOMS = ("customers", "tickets", "clocks", "ledger", "notices", "api", "refunds", "batchdisputes")
# The worker writes these at its own pace, whoever writes beside it.
NOT_OURS = ("ledger_seal", "ledger_sealleaf")
AT_ONCE = 1000
Rows = dict[str, list[tuple[Any, ...]]]
Marks = dict[str, int]


@dataclass(frozen=True)
class Table:
    """A table with its columns and the key that only ever grows."""

    name: str
    key: str
    columns: tuple[str, ...]

    @property
    def insert(self) -> str:
        """The statement that puts one row, as this database's driver wants it."""
        mark = "?" if connection.vendor == "sqlite" else "%s"
        names = ", ".join(f'"{name}"' for name in self.columns)
        return f"INSERT INTO {self.name} ({names}) VALUES ({', '.join([mark] * len(self.columns))})"


@cache
def tables() -> tuple[Table, ...]:
    """Every table of these rooms whose rows are told apart by a growing number, and the index of words."""
    found = []
    for model in apps.get_models():
        if model._meta.app_label not in ROOMS or model._meta.db_table in NOT_OURS:
            continue
        key = model._meta.pk
        while isinstance(key, models.OneToOneField):
            key = key.target_field
        if isinstance(key, models.AutoField | models.BigAutoField):
            columns = [field.column for field in model._meta.local_concrete_fields if not field.generated]
            found.append(Table(model._meta.db_table, model._meta.pk.column, tuple(columns)))
    key = "rowid" if connection.vendor == "sqlite" else "place"
    return (*found, Table(WORDS, key, (key, "terms")))


def marks() -> Marks:
    """The newest key of each table: what comes later was written later."""
    return {
        table.name: _one(f"SELECT COALESCE(MAX({table.key}), 0) FROM {table.name}")
        for table in tables()
        if table.name != WORDS
    }


def since(then: Marks, *, share: float = 1.0) -> Rows:
    """The rows written after the marks, or the first `share` of those of each table."""
    found: Rows = {}
    for table in tables():
        if table.name == WORDS:
            found[WORDS] = _words(table, then[Ticket._meta.db_table], share=share)
            continue
        newer = f"FROM {table.name} WHERE {table.key} > {then[table.name]}"
        if most := round(_one(f"SELECT COUNT(*) {newer}") * share):
            found[table.name] = _all(f"SELECT {_read(table)} {newer} ORDER BY {table.key} LIMIT {most}")
    return found


def transactions(rows: Rows, *, count: int) -> list[list[tuple[str, tuple[Any, ...]]]]:
    """The rows dealt out to so many transactions, each with its share of every table, as one ticket has on average."""
    dealt: list[list[tuple[str, tuple[Any, ...]]]] = [[] for _ in range(count)]
    for table in tables():
        some = rows.get(table.name, [])
        for number, row in enumerate(some):
            dealt[number * count // len(some)].append((table.insert, row))
    return dealt


def seconds_to_put(rows: Rows, address: str) -> float:
    """All of them in one transaction by `executemany`, commit included, into the database at `address`."""
    statements = [(table.insert, rows[table.name]) for table in tables() if rows.get(table.name)]
    return seconds_to_do(statements, address)


def seconds_to_do(statements: Sequence[tuple[str, Sequence[Any]]], address: str) -> float:
    """Each statement for all its rows, all in one transaction of a bare connection."""
    with raw(address) as bare:
        cursor = bare.cursor()
        began = time.perf_counter()
        cursor.execute("BEGIN")
        for sql, rows in statements:
            cursor.executemany(sql, rows)
        cursor.execute("COMMIT")
        return time.perf_counter() - began


def _words(table: Table, then: int, *, share: float) -> list[tuple[Any, ...]]:
    """The words of the tickets made since; they stand by time, not in the order in which they came."""
    made = Ticket.rows.filter(pk__gt=then).order_by("pk").values_list("opened_at", "pk")
    places, found = [place(*each) for each in made[: round(made.count() * share)]], []
    for first in range(0, len(places), AT_ONCE):
        those = ", ".join(map(str, places[first : first + AT_ONCE]))
        found += _all(f"SELECT {_read(table)} FROM {table.name} WHERE {table.key} IN ({those})")
    return found


def _read(table: Table) -> str:
    """A plus keeps SQLite's driver from reading times and truths into objects: what is stored is copied as it is."""
    plus = "+" if connection.vendor == "sqlite" else ""
    return ", ".join(f'{plus}"{name}"' for name in table.columns)


def _all(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.cursor.execute(sql)
        rows = cursor.cursor.fetchall()
    # What psycopg answers for bytes can't be handed to another process.
    return [tuple(bytes(value) if isinstance(value, memoryview) else value for value in row) for row in rows]


def _one(sql: str) -> int:
    return int(_all(sql)[0][0])
