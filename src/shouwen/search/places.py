"""Where a text stands in the index: by its time and then its key, so that the newest are met first, however many match.

A place is one number: the seconds of its time (since 1970, UTC) and below them thirty bits of the key of its row.
"""

from datetime import UTC, datetime
from typing import Any

from django.db.models import BigIntegerField, Func

BITS = 30
KEY = (1 << BITS) - 1


def place(moment: datetime, key: int) -> int:
    """The place of the text of row `key`, which is of `moment` (aware)."""
    return int(moment.timestamp()) << BITS | key


def key_of(place: int) -> int:
    """The key of the row whose text stands there."""
    return place & KEY


def moment_of(place: int) -> datetime:
    """The second that the text standing there is of (UTC)."""
    return datetime.fromtimestamp(place >> BITS, UTC)


class Place(Func):
    """The same of a row's own columns, in the database: `Place("opened_at", "id")`."""

    output_field = BigIntegerField()
    arity = 2

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        moment, key = (compiler.compile(each) for each in self.get_source_expressions())
        seconds = (
            f"CAST(strftime('%%s', {moment[0]}) AS INTEGER)"
            if connection.vendor == "sqlite"
            else f"floor(extract(epoch FROM {moment[0]}))::bigint"
        )
        return f"(({seconds} << {BITS}) | {key[0]})", (*moment[1], *key[1])
