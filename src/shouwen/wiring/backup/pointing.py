"""Points Django at another database for a while: the copy that is looked at before anybody works with it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Within it every statement goes to the database `name` of the same server, or to that SQLite file.

    Only for a process that does nothing else at the time.
    """
    before = connection.settings_dict["NAME"]
    _close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        _close()
        connection.settings_dict["NAME"] = before


def _close() -> None:
    connection.close()
    # A pool keeps connections to the database that it was made for.
    if close_pool := getattr(connection, "close_pool", None):
        close_pool()
