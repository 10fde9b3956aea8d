"""Texts compared as the index folds them: full-width letters as plain ones, capitals as small ones; on both engines."""

import unicodedata
from typing import Any

from django.db.models import Func, TextField

SQLITE_NAME = "shouwen_folded"


class Folded(Func):
    """A column's text as `search.grams.fold` makes it, as far as a database can: NFKC and small letters."""

    output_field = TextField()
    template = "lower(normalize(%(expressions)s, NFKC))"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function=SQLITE_NAME, template="%(function)s(%(expressions)s)")


def _folded(text: str | None) -> str | None:
    return None if text is None else unicodedata.normalize("NFKC", text).casefold()


def teach(connection: Any, **signal: Any) -> None:
    """Give a new SQLite connection the function that PostgreSQL has by itself."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(SQLITE_NAME, 1, _folded, deterministic=True)
