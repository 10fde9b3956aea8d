"""Finding tickets by serial, number, name or words: what was typed says which."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from shouwen.customers.attribution import clean
from shouwen.customers.models import Customer
from shouwen.ledger.scoped import Actor
from shouwen.tickets.models import Ticket
from shouwen.tickets.reads.queues import through
from shouwen.tickets.reads.words import FOLDED, having, with_words

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
    if exact := _keyed(text):
        serial = mine.filter(pk__in=exact)
        if serial.exists():
            return Found("serial", serial.along())
    number = clean(text)
    if not number.trouble:
        theirs = list(Customer.objects.seen_by(actor).filter(number=number.digits).values_list("pk", flat=True))
        called_back = Q(contact_phone=number.digits) & ~Q(contact_phone="")
        return Found("number", through(mine, (Q(customer__in=theirs), called_back)))
    bearers = Customer.objects.seen_by(actor).filter(name=text)
    if len(text) >= SHORTEST_NAME and bearers.exists():
        return Found("name", _named(mine, text, Q(customer__in=bearers.values("pk"))))
    return Found("words", with_words(mine, text))


def _keyed(text: str) -> list[int]:
    """Tickets that bear this as their serial or as their key from outside, whoever may see them."""
    anybodys = Ticket.objects.unscoped("a key is looked up before it is asked who sees it").order_by()
    by_serial, by_key = anybodys.filter(serial__in={text, text.upper()}), anybodys.filter(external_id=text)
    # Two halves: as an OR, SQLite reads the whole table where few tickets have a key from outside.
    return list(by_serial.values_list("pk", flat=True).union(by_key.values_list("pk", flat=True)))


def _named(rows: QuerySet[Ticket], text: str, theirs: Q) -> QuerySet[Ticket]:
    """The tickets of those who bear the name, and those whose texts say it."""
    said = having(text)
    if said is None:
        return rows.filter(theirs).along()
    standing, sure = said
    if isinstance(standing, Q):
        texts = Q(pk__in=list(with_words(rows, text).values_list("pk", flat=True)))
    else:
        texts = Q(standing) & (sure or Q())
    return through(rows.alias(**FOLDED), (theirs, texts))
