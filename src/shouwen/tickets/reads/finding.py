"""Finding tickets by serial, number, name or words: what was typed says which."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from shouwen.customers.attribution import clean
from shouwen.customers.models import Customer
from shouwen.ledger.scoped import Actor
from shouwen.search import index
from shouwen.search.folded import Folded
from shouwen.search.grams import pieces, runs
from shouwen.tickets.models import Ticket

SHORTEST_NAME = 2


@dataclass(frozen=True)
class Found:
    """How a query was understood (serial, number, name or words), and its tickets, unsorted."""

    how: str
    tickets: QuerySet[Ticket]


def find(query: str, actor: Actor, *, as_words: bool = False) -> Found:
    """Tickets that `actor` may see and that `query` means. Complete: every ticket with the words is among them.

    `as_words` takes a serial, a number or a name for mere words.
    """
    mine = Ticket.objects.seen_by(actor)
    text = query.strip()
    if not text:
        return Found("words", mine.none())
    if as_words:
        return Found("words", with_words(mine, text))
    exact = mine.filter(Q(serial__in={text, text.upper()}) | Q(external_id=text))
    if exact.exists():
        return Found("serial", exact)
    number = clean(text)
    if not number.trouble:
        theirs = list(Customer.objects.seen_by(actor).filter(number=number.digits).values_list("pk", flat=True))
        return Found("number", mine.filter(Q(customer__in=theirs) | Q(contact_phone=number.digits)))
    named = Customer.objects.seen_by(actor).filter(name=text)
    if len(text) >= SHORTEST_NAME and named.exists():
        by_words = with_words(mine, text).values("pk")
        return Found("name", mine.filter(Q(customer__in=named.values("pk")) | Q(pk__in=by_words)))
    return Found("words", with_words(mine, text))


def with_words(rows: QuerySet[Ticket], text: str) -> QuerySet[Ticket]:
    """Tickets whose text holds all the words: the index names candidates; the folded text itself decides."""
    matching = index.matching(text)
    if matching is None:
        return rows.none()
    sql, parameters = matching
    rows = rows.filter(pk__in=RawSQL(sql, parameters))  # noqa: S611 - the statement is ours, the words are parameters
    unsure = [piece for piece in pieces(text) if not _settled(piece)]
    if unsure:
        rows = rows.alias(in_text=Folded("text"), in_evidence=Folded("evidence"), in_hits=Folded("hits"))
    for piece in unsure:
        rows = rows.filter(Q(in_text__contains=piece) | Q(in_evidence__contains=piece) | Q(in_hits__contains=piece))
    return rows


def _settled(piece: str) -> bool:
    """Whether the index alone decides: one word, or Chinese of two characters at most."""
    found = list(runs(piece))
    return len(found) == 1 and found[0][1] == piece and (found[0][0] == "word" or len(piece) <= 2) and len(piece) < 60
