"""What lists of tickets write: `{% load tickets %}`."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString

from shouwen.customers import masking
from shouwen.customers.models import Customer
from shouwen.handbook.load import shipped
from shouwen.search.grams import fold
from shouwen.tickets.models import Ticket
from shouwen.web import labels

register = template.Library()
AROUND = 40


@register.filter
def who(customer: Customer) -> str:
    """Writes a customer masked: name and number (M4)."""
    return f"{masking.name(customer.name)} {masking.number(customer.number)}".strip()


@register.filter
def leaf(category: str) -> str:
    """Writes the last name of a category."""
    return labels.label("categories", category)


@register.filter
def category_path(category: str) -> str:
    """Writes a category from the top down."""
    return shipped().categories.path_label(category, labels.language())


@register.filter
def in_language(thing: Any) -> str:
    """Writes the name of a unit or a group in the reader's language."""
    return thing.named(labels.language()) if thing else ""


@register.filter
def mood(ticket: Ticket, now: datetime) -> str:
    """Says how pressing a row is: over, soon or calm."""
    if not ticket.is_open or ticket.state in ("answered", "held") or ticket.next_due_at is None:
        return "calm"
    if ticket.next_due_at < now:
        return "over"
    return "soon" if ticket.next_due_at < now + timedelta(hours=4) else "calm"


@register.filter
def excerpt(text: str, words: Sequence[str]) -> SafeString:
    """Writes the part of a text around the first of the words, with every one of them marked."""
    plain = " ".join(text.split())
    folded = fold(plain)
    if len(folded) != len(plain):
        return conditional_escape(plain[: 2 * AROUND])
    places = sorted({(at, at + len(word)) for word in words for at in _places(folded, word)})
    begin = max(places[0][0] - AROUND, 0) if places else 0
    end = begin + 3 * AROUND
    return _marked(plain, [place for place in places if place[1] <= end], begin, end)


def _places(text: str, word: str) -> list[int]:
    places, at = [], text.find(word)
    while at >= 0 and len(places) < 20:
        places.append(at)
        at = text.find(word, at + len(word))
    return places


def _marked(text: str, places: list[tuple[int, int]], begin: int, end: int) -> SafeString:
    parts, at = [], begin
    for start, stop in places:
        if start < at:
            continue
        parts += [("", text[at:start]), ("mark", text[start:stop])]
        at = stop
    parts.append(("", text[at:end]))
    shown = [("…", "")] if begin else []
    pieces = [_piece(tag, part) for tag, part in parts]
    return format_html_join("", "{}", [(mark,) for mark, _ in shown] + [(piece,) for piece in pieces])


def _piece(tag: str, part: str) -> SafeString:
    return format_html_join("", "<mark>{}</mark>" if tag else "{}", [(part,)])
