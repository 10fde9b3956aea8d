"""Finding tickets by serial, number, name or words: what was typed says which."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from shouwen.customers.attribution import clean
from shouwen.customers.models import Customer
from shouwen.ledger.scoped import Actor
from shouwen.search import index
from shouwen.search.grams import pieces
from shouwen.tickets.models import Ticket


@dataclass(frozen=True)
class Found:
    """How a query was understood (serial, number, name or words), and its tickets, unsorted."""

    how: str
    tickets: QuerySet[Ticket]


def find(query: str, actor: Actor) -> Found:
    """Tickets that `actor` may see and that `query` means. Complete: every ticket with the words is among them."""
    mine = Ticket.objects.seen_by(actor)
    text = query.strip()
    if not text:
        return Found("words", mine.none())
    exact = mine.filter(Q(serial__iexact=text) | Q(external_id=text))
    if exact.exists():
        return Found("serial", exact)
    number = clean(text)
    if not number.trouble:
        return Found("number", mine.filter(Q(customer__number=number.digits) | Q(contact_phone=number.digits)))
    named = Customer.objects.seen_by(actor).filter(name=text).values("pk")[:200]
    if len(text) >= 2 and named.exists():
        return Found("name", mine.filter(Q(customer__in=[row["pk"] for row in named]) | Q(pk__in=_keys(text))))
    return Found("words", with_words(mine, text))


def _keys(text: str) -> RawSQL:
    sql, parameters = index.matching(text) or ("SELECT id FROM tickets_ticket WHERE 1=0", [])
    return RawSQL(sql, parameters)  # noqa: S611 - the statement is ours, the words are parameters


def with_words(rows: QuerySet[Ticket], text: str) -> QuerySet[Ticket]:
    """Tickets whose text holds all the words: the index names candidates; the text itself decides."""
    if index.matching(text) is None:
        return rows.none()
    rows = rows.filter(pk__in=_keys(text))
    for piece in pieces(text):
        if len(piece) > 2:
            rows = rows.filter(Q(text__icontains=piece) | Q(evidence__icontains=piece) | Q(hits__icontains=piece))
    return rows
