"""The index of words: FTS5 on SQLite, a GIN index over term vectors on PostgreSQL; written by who owns the text."""

from collections.abc import Iterable

from django.db import connection

from shouwen.search.grams import terms, wanted

SQLITE_PUT = "INSERT OR REPLACE INTO search_words(rowid, terms) VALUES (%s, %s)"
POSTGRES_PUT = (
    "INSERT INTO search_words(id, terms) VALUES (%s, array_to_tsvector(%s)) "
    "ON CONFLICT (id) DO UPDATE SET terms = excluded.terms"
)


def put(rows: Iterable[tuple[int, str]]) -> None:
    """Index texts under their tickets' keys, in the caller's transaction."""
    values: list[tuple[int, object]]
    if connection.vendor == "sqlite":
        sql, values = SQLITE_PUT, [(key, " ".join(_encode(term) for term in terms(text))) for key, text in rows]
    else:
        sql, values = POSTGRES_PUT, [(key, terms(text)) for key, text in rows]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(sql, values)


def matching(query: str) -> tuple[str, list[str]] | None:
    """A subselect of the keys whose text may contain `query`, with its parameters; None for a query without words.

    It may name too many (the pairs of a word need not stand together), never too few.
    """
    needed = wanted(query)
    if not needed:
        return None
    if connection.vendor == "sqlite":
        phrase = " AND ".join(f'"{_encode(term)}"*' for term in needed)
        return "SELECT rowid FROM search_words WHERE search_words MATCH %s", [phrase]
    phrase = " & ".join(f"{_quote(term)}:*" for term in needed)
    return "SELECT id FROM search_words WHERE terms @@ %s::tsquery", [phrase]


def _encode(term: str) -> str:
    """A term as plain letters for FTS5, whose tokenizer would otherwise have an opinion of its own."""
    return "".join(ch if ch.isascii() else f"u{ord(ch):06x}" for ch in term)


def _quote(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
