"""What lists of tickets write: `{% load tickets %}`."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from shouwen.customers import masking
from shouwen.customers.models import Customer
from shouwen.handbook.load import shipped
from shouwen.search.grams import fold
from shouwen.tickets.models import Ticket
from shouwen.tickets.reads.due import RESTING, SOON
from shouwen.web import labels
from shouwen.web.drawn import drawn

register = template.Library()
AROUND = 24
LENGTH = 120
SEARCHED = 4000
# What a line of a list tells of its ticket.
ROW = (
    "pk", "url", "take_url", "serial", "due", "kinds", "text", "category", "customer", "hands", "owner", "contacted",
)  # fmt: skip


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


@register.simple_tag
def options(choices: tuple[tuple[str, str], ...], chosen: str = "") -> SafeString:
    """Draws the options of a select, the chosen one among them. Hundreds of categories are drawn once."""
    return _options(choices, chosen if any(chosen == code for code, _ in choices) else "")


@lru_cache(maxsize=200)
def _options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    return render_to_string("tickets/lists/pairs.html", {"options": choices, "chosen": chosen})


@register.simple_tag
def row(line: Any, *, marks: bool = False, form: str = "", found: Collection[str] = ()) -> SafeString:
    """Draws a Line of a list of tickets: with a box to mark it for a form, or with the words that were found in it."""
    places = {name: getattr(line, name) for name in ROW}
    kind = {name: getattr(line, name) for name in ("mood", "priority", "state", "chases")}
    shown = {"takes": bool(line.take_url), "marks": bool(marks), "form": form, "found": bool(found)}
    return drawn("tickets/lists/row.html", places, **kind, **shown)


@register.filter
def counted(number: int) -> str:
    """Writes a whole number with its thousands apart: `1,578`."""
    return f"{number:,}"


@register.simple_tag
def number(cell: Mapping[str, Any], words: str, *, strong: bool = False) -> SafeString:
    """Draws a number of the team's table that opens the list it counts; `words` head its column."""
    places = {"n": counted(cell["n"]), "url": cell["url"], "words": words}
    return drawn("tickets/team/number.html", places, some=bool(cell["n"]), strong=strong)


@register.filter
def pressing(ticket: Ticket) -> bool:
    """Says whether a deadline of the ticket presses somebody now."""
    return ticket.state not in RESTING and ticket.next_due_at is not None


@register.filter
def mood(ticket: Ticket, now: datetime) -> str:
    """Says how pressing a row is: over, soon or calm."""
    if not pressing(ticket):
        return "calm"
    left: timedelta = ticket.next_due_at - now
    return "over" if left < timedelta() else "soon" if left < SOON else "calm"


def beginning(text: str) -> str:
    """The first words of a text, as much as a line of a list holds."""
    return text if len(text) <= LENGTH else f"{text[: LENGTH - 1]}…"


@register.filter
def excerpt(text: str, words: Sequence[str]) -> SafeString:
    """Writes the part of a text around the first of the words, with every one of them marked."""
    plain = " ".join(text[:SEARCHED].split())
    folded, origin = _folded(plain)
    places = sorted((origin[at], origin[at + len(word) - 1] + 1) for word in words for at in _places(folded, word))
    begin = places[0][0] - AROUND if places and places[0][0] > LENGTH // 2 else 0
    parts, at = [], max(begin, 0)
    end = at + LENGTH
    for start, stop in places:
        if at <= start and stop <= end:
            parts += [plain[at:start], format_html("<mark>{}</mark>", plain[start:stop])]
            at = stop
    parts.append(plain[at:end])
    around = ("…" if begin > 0 else "", "…" if end < len(plain) else "")
    return format_html("{}{}{}", around[0], format_html_join("", "{}", [(part,) for part in parts]), around[1])


@lru_cache(maxsize=8192)
def _one(ch: str) -> str:
    """One character folded; a page of excerpts asks for the same few hundred thousands of times."""
    return fold(ch)


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text as it is compared, and of each of its characters the place in `text` that it stems from."""
    parts = list(map(_one, text))
    if set(map(len, parts)) <= {1}:
        return "".join(parts), range(len(parts))
    return "".join(parts), [at for at, part in enumerate(parts) for _ in part]


def _places(text: str, word: str) -> list[int]:
    places: list[int] = []
    at = text.find(word)
    while word and at >= 0 and len(places) < 20:
        places.append(at)
        at = text.find(word, at + len(word))
    return places
