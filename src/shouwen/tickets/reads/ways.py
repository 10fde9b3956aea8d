"""The ways by which the rows of a list are reached, each along an index, so that a page costs the same among a million.

What a person may see is many small heaps (first asked of them, in their hands, their groups, their hall) or one large
part of the tree. Of small heaps a page takes the first rows of each and merges them; a large part is walked in the
order of the list, for most of what is passed belongs to it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet

from shouwen.handbook.load import shipped
from shouwen.people.models import Staff, Unit
from shouwen.tickets.models import Ticket

# A part of the tree with more units than this is walked, not gathered.
FEW_UNITS = 6
NULLABLE = "next_due_at"
# What stands before the rank in an index.
RANKED = ("group", "path")
Key = tuple[Any, ...]


def first(rows: QuerySet[Ticket], fields: Sequence[str], *, backward: bool, most: int) -> list[int]:
    """The keys of the first `most` rows in the order of `fields` (`-` before those that fall, nulls last)."""
    names = [name.lstrip("-") for name in fields]
    asked = rows.prefetch_related(None).select_related(None).order_by(*_sorted_by(fields, backward))
    found: dict[int, Key] = {}
    for way in _ways(rows):
        met: dict[int, Key] = {}
        for step in _steps(way, rows, fields, backward):
            met |= {key[-1]: key for key in asked.filter(way, step).values_list(*names)[:most]}
            if len(met) >= most:
                break
        found |= met
    return [key[-1] for key in _in_order(found.values(), fields, backward)[:most]]


def how_many(rows: QuerySet[Ticket], most: int) -> int:
    """How many rows there are, counted to one more than `most`."""
    asked = rows.prefetch_related(None).select_related(None).order_by().values_list("pk", flat=True)
    found: set[int] = set()
    for way in _ways(rows):
        found |= set(asked.filter(way)[: most + 1])
        if len(found) > most:
            return most + 1
    return len(found)


def below(path: str) -> tuple[Q, ...]:
    """The ways to the tickets of one part of the tree: a way for each unit, none where there are many."""
    units = list(Unit.rows.filter(path__startswith=path).values_list("path", flat=True)[: FEW_UNITS + 1])
    return tuple(Q(path=each) for each in units) if len(units) <= FEW_UNITS else ()


def _ways(rows: QuerySet[Ticket]) -> tuple[Q, ...]:
    """At least one; that of no condition leads along the order itself."""
    reader, ways = getattr(rows, "reader", None), getattr(rows, "ways", None)
    if ways is None and reader is not None:
        ways = _heaps(reader)
    return ways or (Q(),)


def _steps(way: Q, rows: QuerySet[Ticket], fields: Sequence[str], backward: bool) -> tuple[Q, ...]:
    """The order by rank is walked rank by rank: within one, an index gives the deadlines in their order.

    Sorted all at once, SQLite reads the whole first rank to put those without a deadline last. What is one's own is
    few, and in no index by rank: one step.
    """
    whole = not way and getattr(rows, "ways", None) is None
    ranked = any(isinstance(said, tuple) and said[0] in RANKED for said in way.children)
    if fields[0] != "rank" or not (whole or ranked):
        return (Q(),)
    last = max(level.rank for level in shipped().priority.levels.values())
    steps = (*(Q(rank=rank) for rank in range(last + 1)), Q(rank__gt=last))
    return steps[::-1] if backward else steps


def _heaps(reader: Staff) -> tuple[Q, ...]:
    places: list[Q] = []
    for path in reader.paths:
        units = below(path)
        if not units or len(places) + len(units) > FEW_UNITS:
            return ()
        places += units
    groups = [Q(group=group) for group in sorted(reader.group_ids)]
    return (Q(first_asked=reader), Q(holder=reader), *groups, *places)


def _sorted_by(fields: Sequence[str], backward: bool) -> list[Any]:
    """The order as the indexes have it: to say where nulls go of a field that has none keeps PostgreSQL from them."""
    return [_sorted(name.lstrip("-"), falls=name.startswith("-") != backward, backward=backward) for name in fields]


def _sorted(name: str, *, falls: bool, backward: bool) -> Any:
    nulls = {"nulls_first": backward or None, "nulls_last": not backward or None} if name == NULLABLE else {}
    return F(name).desc(**nulls) if falls else F(name).asc(**nulls)


def _in_order(keys: Iterable[Key], fields: Sequence[str], backward: bool) -> list[Key]:
    """Sorted as the database sorts them: the last field first, for a sort keeps what was equal in its order."""
    sorted_keys = list(keys)
    for place, name in reversed(list(enumerate(fields))):
        falls = name.startswith("-") != backward
        absent_high = falls == backward
        sorted_keys.sort(
            key=lambda key: ((key[place] is None) == absent_high, 0 if key[place] is None else key[place]),
            reverse=falls,
        )
    return sorted_keys
