"""Whether anything about people changed: one row whose stamp every verb of people replaces."""

from uuid import uuid4

from django.db import models

from shouwen.ledger.asking import one
from shouwen.ledger.rows import put

ONLY = 1
VALUE = f"SELECT value FROM people_stamp WHERE id = {ONLY}"


class Stamp(models.Model):
    """The row. Stamps are random, so that one which was rolled back is never met again."""

    value = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.value


def stamp() -> str:
    """The stamp as it stands; empty where nothing was changed yet."""
    return one(VALUE) or ""


def replace_stamp() -> None:
    """A new stamp, in the transaction of the change that it tells of. It is the last lock that a verb takes."""
    put(Stamp, ("id", "value"), [(ONLY, uuid4().hex)], instead=("value",))
