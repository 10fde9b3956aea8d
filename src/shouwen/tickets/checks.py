"""What every input must satisfy, whichever way it comes in (C4.7: validated at entry, with what to mend)."""

from datetime import timedelta

from shouwen.customers.attribution import clean
from shouwen.ledger.door import Act
from shouwen.tickets.opening import SLIP_MINUTES
from shouwen.tickets.situation import Opening

HITS = ("", "cell", "product", "provider", "district")
# Kinds that are so because a person says so, and why; the others follow from facts (C1.3).
BY_WORD = {"major": "C1.3.1", "cross_region": "C1.3.6", "important": "C1.3.7"}
WHY_CHARACTERS = 200
# Why somebody asks, signs or says no.
REASON_CHARACTERS = 400


def check_opening(act: Act, opening: Opening, *, history: bool = False) -> None:
    """Refuse an opening that is incomplete or cannot be. What is history may be filed under a retired category."""
    edition = act.edition
    number = clean(opening.number)
    act.require(not number.trouble, number.trouble or "number-length", value_length=len(opening.number))
    act.require(number.digits == opening.number, "number-not-digits")
    act.require(opening.column in edition.columns, "unknown-code", value=opening.column)
    leaf = edition.categories.get(opening.category)
    act.require(leaf is not None and not edition.categories.children(opening.category), "category-not-leaf")
    act.require(leaf is not None and (history or not leaf.retired), "category-retired", category=opening.category)
    act.require(opening.source in edition.sources, "unknown-code", value=opening.source)
    act.require(opening.hits_kind in HITS, "unknown-code", value=opening.hits_kind)
    act.require(opening.way in edition.ways, "unknown-code", value=opening.way)
    act.require(opening.direction in edition.directions, "unknown-code", value=opening.direction)
    for kind, why in opening.declared:
        _check_declared(act, kind, why)
    check_text(act, opening.text, edition.limits.text_characters)
    check_text(act, opening.evidence, edition.limits.text_characters, empty=True)
    slip = timedelta(minutes=SLIP_MINUTES)
    act.require(opening.contacted_at <= act.at + slip, "time-in-future", value=opening.contacted_at)


def _check_declared(act: Act, kind: str, why: str) -> None:
    act.require(kind in act.edition.urgency.kinds, "unknown-code", value=kind)
    act.require(kind in BY_WORD, "kind-not-declared", kind=kind)
    act.require(why.strip(), "say-why")
    check_text(act, why, WHY_CHARACTERS)


def check_text(act: Act, text: str, most: int, *, empty: bool = False) -> None:
    """Refuse an empty text, one that is too long, or one with characters that no paper can show."""
    act.require(empty or text.strip(), "text-missing")
    act.require(len(text) <= most, "text-too-long", length=len(text), most=most)
    act.require("\x00" not in text, "text-unreadable")
