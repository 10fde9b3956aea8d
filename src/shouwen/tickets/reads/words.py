"""Tickets by the words of their texts: the index names candidates, the folded text itself decides. Complete."""

from collections.abc import Iterator
from typing import Any

from django.db.models import BooleanField, Func, Q, QuerySet

from shouwen.search import index
from shouwen.search.folded import Folded
from shouwen.search.grams import pieces, runs
from shouwen.search.index import Hits
from shouwen.search.places import Place, key_of, moment_of, place
from shouwen.tickets.models import Ticket

# Under these names the texts are asked.
FOLDED = {"in_text": Folded("text"), "in_evidence": Folded("evidence"), "in_hits": Folded("hits")}
# So many hits at most are named one by one; of more, rows are asked whether they are among them.
FEW = 1000
# How many hits are looked at first, and at most at once, while a page fills.
BATCH, LARGEST = 64, 8000
# How many hits one page looks at: whoever sees few of them gets a shorter page, from which they go on.
LOOKED = 20_000


def with_words(rows: QuerySet[Ticket], text: str) -> QuerySet[Ticket]:
    """Tickets whose text holds all the words."""
    condition = having(text)
    if condition is None:
        return rows.none()
    named, sure = condition
    rows = rows.filter(named)
    if isinstance(named, _Standing):
        rows.words = named.hits
    else:
        rows = rows.along()
    return rows if sure is None else rows.alias(**FOLDED).filter(sure)


def having(text: str) -> tuple[Any, Q | None] | None:
    """What the index says of `text` (keys where it names few, else a question to each row), and what the texts
    themselves must be asked besides, under the names of FOLDED; None for a text without words."""
    asked = index.standing(text)
    if asked is None:
        return None
    unsure = [piece for piece in pieces(text) if not _settled(piece)]
    sure = None
    for piece in unsure:
        inside = Q(in_text__contains=piece) | Q(in_evidence__contains=piece) | Q(in_hits__contains=piece)
        sure = inside if sure is None else sure & inside
    common = index.common(text)
    first = [] if common else index.places(text, most=FEW + 1)
    if not common and len(first) <= FEW:
        return Q(pk__in=[key_of(each) for each in first]), sure
    return _Standing(Place("opened_at", "pk"), asked=asked, hits=Hits(text, common, first)), sure


def common(rows: QuerySet[Ticket]) -> Hits | None:
    """The words that all of the rows have, where they are too common to name the rows one by one; else none."""
    return getattr(rows, "words", None)


def newest(
    rows: QuerySet[Ticket], key: list[Any] | None, *, backward: bool, most: int
) -> tuple[list[int], list[Any] | None]:
    """The keys of the first `most` rows that have common words, newest first, after `key` (opened at, primary key).

    The hits are met in their order and asked for the rest, batch by batch, until the page is full. Once LOOKED of them
    were, where that is comes too, as a key: there may be more beyond it.
    """
    found: list[int] = []
    rows, looked = unasked(rows), 0
    hits = common(rows)
    assert hits is not None
    for batch in _batches(hits, place(key[0], key[1]) if key else None, backward):
        keys = [key_of(each) for each in batch]
        passed = set(rows.filter(pk__in=keys).values_list("pk", flat=True))
        found += [pk for pk in keys if pk in passed]
        looked += len(batch)
        if len(found) >= most:
            break
        if looked >= LOOKED:
            return found, [moment_of(batch[-1]), keys[-1]]
    return found[:most], None


def unasked(rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """The rows without the question to the index: those asked here come from it. It costs more than all others."""
    asked = rows.all()
    where = asked.query.where
    where.children = [each for each in where.children if not isinstance(getattr(each, "lhs", None), _Standing)]
    return asked


def _batches(hits: Hits, edge: int | None, backward: bool) -> Iterator[list[int]]:
    size = BATCH
    if hits.first and edge is None and not backward:
        # Met when they were counted: on PostgreSQL all hits are gathered and sorted for the first of them.
        yield from filter(None, (hits.first[:BATCH], hits.first[BATCH:]))
        edge, size = hits.first[-1], min(BATCH * 16, LARGEST)
    edge = -1 if edge is None and backward else edge
    while True:
        bounds = {"above": edge} if backward else {"below": edge}
        places = index.places(hits.words, most=size, common=hits.common, **bounds)
        yield places
        if len(places) < size:
            return
        edge, size = places[-1], min(size * 4, LARGEST)


class _Standing(Func):
    """Whether the text at a place is among the hits."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, *expressions: Any, asked: tuple[str, list[str]], hits: Hits) -> None:
        super().__init__(*expressions)
        self.asked, self.hits = asked, hits

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        (where,) = self.get_source_expressions()
        sql, parameters = compiler.compile(where)
        return self.asked[0].format(place=sql), (*parameters, *self.asked[1])


def _settled(piece: str) -> bool:
    """Whether the index alone decides: one word, or Chinese of two characters at most."""
    found = list(runs(piece))
    return len(found) == 1 and found[0][1] == piece and (found[0][0] == "word" or len(piece) <= 2) and len(piece) < 60
