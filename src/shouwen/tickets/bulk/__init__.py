"""Many tickets at once, for imports and load tests: the same judging, rows and ledger as at the desk, in bulk.

History raises no alarms: its deadlines and whether they were met are shown, but the sweep is told that all was
said. Nor does it make a batch incident, for a surge that is over calls nobody to anything.
"""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice

from django.db import IntegrityError, transaction

from shouwen.customers import bulk as customers_in_bulk
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.handbook.rights import Right
from shouwen.ledger.scoped import Actor
from shouwen.people.models import Staff, Unit
from shouwen.tickets.bulk.checks import refusal
from shouwen.tickets.bulk.imported import STATES, Closing, Imported, Result
from shouwen.tickets.bulk.judging import Judged, Judging
from shouwen.tickets.bulk.writing import write
from shouwen.tickets.models import Ticket

__all__ = ["CHUNK", "STATES", "Closing", "Imported", "Judging", "Result", "chunks", "open_chunk", "open_many"]

CHUNK = 1000
TRIES = 3


def open_many(
    openings: Iterable[Imported], *, owner: Staff, actor: Actor, at: datetime, quiet: bool = True
) -> Result | Refused:
    """Open any number of tickets, first asked of `owner`, in chunks with a transaction each.

    Killed in the middle and called again with the same, nothing is there twice where openings carry an
    external number. Refused as a whole when the actor may not import at the owner's unit; single openings that
    cannot be are in the result. With `quiet=False` the clocks are swept like the desk's own.
    """
    if not actor.may(Right.IMPORT, owner.unit):
        return Refused.of(shipped(), "not-allowed", right=Right.IMPORT.value)
    judging, total = Judging(owner, at=at), Result()
    for chunk in chunks(openings):
        total.add(open_chunk(chunk, judging=judging, actor=actor, quiet=quiet))
    return total


def chunks(openings: Iterable[Imported], size: int = CHUNK) -> Iterator[list[Imported]]:
    """The openings in lists of at most `size`."""
    waiting = iter(openings)
    while chunk := list(islice(waiting, size)):
        yield chunk


def open_chunk(openings: Sequence[Imported], *, judging: Judging, actor: Actor, quiet: bool = True) -> Result:
    """Open one chunk in one transaction. Tried again when another process made one of its customers meanwhile."""
    for tried in range(1, TRIES + 1):
        try:
            with transaction.atomic(), _not_looked_through():
                return _open(openings, judging, actor, quiet)
        except IntegrityError:
            if tried == TRIES:
                raise
    raise AssertionError("the last try returns or raises")


@contextmanager
def _not_looked_through() -> Iterator[None]:
    """A chunk makes a hundred thousand objects and hardly a cycle: to search them for garbage takes a quarter more."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.enable()


def _open(openings: Sequence[Imported], judging: Judging, actor: Actor, quiet: bool) -> Result:
    # The unit's row is locked first: imports of one unit pass one after the other, and see each other's numbers.
    unit = Unit.rows.select_for_update().get(pk=judging.owner.unit_id)
    result = Result()
    sound = [one for one in _fresh(openings, result) if _sound(one, judging, actor, result)]
    told = {one.opening.number: one.customer for one in reversed(sound)}
    customers = customers_in_bulk.ensure(told, actor=actor, at=judging.at)
    judged: list[Judged] = []
    for one, found in judging.judge(sound, customers):
        if isinstance(found, Refused):
            result.refused.append((one, found))
        else:
            judged.append(found)
    write(judged, owner=judging.owner, unit=unit, actor=actor, at=judging.at, quiet=quiet)
    result.made = len(judged)
    return result


def _sound(one: Imported, judging: Judging, actor: Actor, result: Result) -> bool:
    refused = refusal(one, actor=actor, at=judging.at)
    if refused is not None:
        result.refused.append((one, refused))
    return refused is None


def _fresh(openings: Sequence[Imported], result: Result) -> Iterator[Imported]:
    """Those whose external number isn't there yet, neither stored nor earlier in this chunk."""
    numbers = {one.opening.external_id for one in openings} - {None}
    rows = Ticket.objects.unscoped("external numbers are unique").filter(external_id__in=numbers)
    there = set(rows.values_list("external_id", flat=True))
    for one in openings:
        number = one.opening.external_id
        if number in there:
            result.already += 1
            continue
        if number is not None:
            there.add(number)
        yield one
