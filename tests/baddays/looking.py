"""A single question to the database of a desk, past the product: for knowing when to strike."""

import sqlite3
from contextlib import closing

import psycopg

from tests.baddays.desk import Desk


def one_value(desk: Desk, sql: str, *, otherwise: int | None = None) -> int:
    """The one number that the statement answers; `otherwise`, where it is given, while there is nothing to ask."""
    try:
        if url := desk.env["SHOUWEN_DATABASE_URL"]:
            with psycopg.connect(url, autocommit=True) as server:
                row = server.execute(sql).fetchone()  # type: ignore[call-overload]
        else:
            place = f"file:{desk.data / 'shouwen.sqlite3'}?mode=ro"
            with closing(sqlite3.connect(place, uri=True, timeout=20)) as file:
                row = file.execute(sql).fetchone()
    except (sqlite3.OperationalError, psycopg.errors.UndefinedTable):
        if otherwise is None:
            raise
        return otherwise
    assert row is not None
    return int(row[0])
