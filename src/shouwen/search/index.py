"""The index of words: FTS5 on SQLite, a GIN index over term vectors on PostgreSQL; written by who owns the text."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from shouwen.ledger.asking import cursor as prepared
from shouwen.search.grams import terms, wanted, whole
from shouwen.search.places import KEY

MANY = 40
# From this share of all texts on PostgreSQL walks them, newest first, instead of gathering the hits from the index.
COMMON = 0.015

SQLITE_PUT = "INSERT OR REPLACE INTO search_words(rowid, terms) VALUES (%s, %s)"
POSTGRES_COPY = "COPY search_words (place, terms) FROM STDIN"
POSTGRES_PUT = (
    "INSERT INTO search_words(place, terms) VALUES (%s, array_to_tsvector(%s)) "
    "ON CONFLICT (place) DO UPDATE SET terms = excluded.terms"
)
ESTIMATE = "EXPLAIN (FORMAT JSON) SELECT 1 FROM search_words WHERE terms @@ %s::tsquery"
SIZE = "SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = 'search_words'::regclass"


def add(rows: Iterable[tuple[int, str]]) -> None:
    """Index texts that are not in the index yet, in the caller's transaction; of many on PostgreSQL by COPY."""
    # FTS5 writes a segment of its own for each step back.
    new = sorted(rows)
    if connection.vendor == "sqlite" or len(new) < MANY:
        put(new)
        return
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(POSTGRES_COPY) as copy:
        for place, text in new:
            copy.write_row((place, " ".join(map(_quote, terms(text)))))


def put(rows: Iterable[tuple[int, str]]) -> None:
    """Index texts under their places, in the caller's transaction."""
    values: list[tuple[int, object]]
    if connection.vendor == "sqlite":
        sql, values = SQLITE_PUT, [(place, " ".join(_encode(term) for term in terms(text))) for place, text in rows]
    else:
        sql, values = POSTGRES_PUT, [(place, terms(text)) for place, text in rows]
    if values:
        with prepared() as cursor:
            if len(values) == 1:
                cursor.execute(sql, values[0])
            else:
                cursor.executemany(sql, values)


def matching(query: str) -> tuple[str, list[str]] | None:
    """A subselect of the keys whose text may contain `query`, with its parameters; None for a query without words.

    It may name too many (the pairs of a word need not stand together), never too few.
    """
    where = _where(query)
    return where and (f"SELECT {_place()} & {KEY} FROM search_words WHERE {where[0]}", where[1])


def standing(query: str) -> tuple[str, list[str]] | None:
    """The same as a condition on one place, which stands for `{place}`: for rows that were found another way."""
    where = _where(query)
    return where and (f"EXISTS (SELECT 1 FROM search_words WHERE {_place()} = {{place}} AND {where[0]})", where[1])


@dataclass(frozen=True)
class Hits:
    """Words with more hits than are named one by one; `first` are the newest of them where they were met already."""

    words: str
    common: bool
    first: list[int]


def places(
    query: str, *, most: int, common: bool = False, below: int | None = None, above: int | None = None
) -> list[int]:
    """At most so many places of texts that may contain `query`: the newest below a place, or the oldest above one.

    The index of SQLite is sorted by place, so the first of many come at once. That of PostgreSQL is not: there the
    hits of a rare word are gathered and sorted, and of a `common` one the texts are walked in their order.
    """
    where = _where(query)
    if where is None:
        return []
    condition, parameters = where
    column, order = _place(), "ASC" if above is not None else "DESC"
    if above is not None:
        condition += f" AND {column} > {int(above)}"
    elif below is not None:
        condition += f" AND {column} < {int(below)}"
    sql = f"SELECT {column} AS place FROM search_words WHERE {condition}"
    if connection.vendor == "postgresql" and not common:
        # OFFSET 0 keeps the planner from walking all texts in order for the few that match.
        sql = f"SELECT place FROM ({sql} OFFSET 0) AS hits"
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY place {order} LIMIT {int(most)}", parameters)
        return [row[0] for row in cursor.fetchall()]


def common(query: str) -> bool:
    """Whether PostgreSQL, by its own statistics, expects `query` in a good share of all texts.

    SQLite need not know: the first of many hits come at once there.
    """
    where = _where(query)
    if where is None or connection.vendor == "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute(ESTIMATE, where[1])
        expected = cursor.fetchone()[0][0]["Plan"]["Plan Rows"]
        cursor.execute(SIZE)
        return bool(expected > COMMON * cursor.fetchone()[0])


def _place() -> str:
    return "rowid" if connection.vendor == "sqlite" else "place"


def _where(query: str) -> tuple[str, list[str]] | None:
    """The condition on the index and its parameters. Pairs are whole terms, all else may go on."""
    needed = wanted(query)
    if not needed:
        return None
    if connection.vendor == "sqlite":
        phrase = " AND ".join(f'"{_encode(term)}"{"" if whole(term) else "*"}' for term in needed)
        return "search_words MATCH %s", [phrase]
    return "terms @@ %s::tsquery", [" & ".join(f"{_quote(term)}{'' if whole(term) else ':*'}" for term in needed)]


def _encode(term: str) -> str:
    """A term as plain letters for FTS5, whose tokenizer would otherwise have an opinion of its own."""
    return "".join(ch if ch.isascii() else f"u{ord(ch):06x}" for ch in term)


def _quote(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
