"""Claim: words of one, two and four characters are found within 50 ms, and every ticket that has them."""

from collections.abc import Iterator

from django.urls import reverse

from bench.line import Line
from bench.requests import Asked, Browser, Visits
from bench.spread import Watch
from bench.world import World
from shouwen.search.grams import fold
from shouwen.tickets.models import Ticket
from shouwen.tickets.opening import words
from shouwen.tickets.reads import paging
from shouwen.tickets.reads.words import with_words

PROVINCE = "9001"
SEARCH_MS = 50
LENGTHS = {"one": 1, "two": 2, "four": 4}
# How far down a list of words by frequency to look: neither the commonest, nor one that stands in a single text.
RARE = 12
SAMPLE = 2000
AT_ONCE = 5000


def measure(world: World, visits: Visits) -> Iterator[Line]:
    """The page of results for each word."""
    browser, url = Browser(world.person(PROVINCE)), reverse("tickets:search")
    for name, word in chosen().items():
        asked = [Asked(url, {"q": word})]
        yield visits.measured(f"Search, {name} ({word})", browser, asked, limit_ms=SEARCH_MS)


def complete(world: World) -> Iterator[Line]:
    """Whether the tickets found for each word are those that a scan of all texts finds."""
    texts = Ticket.rows.only("text", "evidence", "hits").order_by("pk")
    with Watch() as scan:
        folded = ((ticket.pk, fold(words(ticket))) for ticket in texts.iterator())
        scanned: dict[str, set[int]] = {word: set() for word in chosen().values()}
        for pk, text in folded:
            for word, found in scanned.items():
                if word in text:
                    found.add(pk)
    for name, word in chosen().items():
        found = _every(word)
        yield Line(
            what=f"Search is complete: {name} ({word})",
            measured=f"{len(found):,} found",
            floor=f"{len(scanned[word]):,} by a scan of all texts ({scan.seconds:,.0f} s for all words)",
            claim="the same tickets",
            sound=found == scanned[word],
        )


def _every(word: str) -> set[int]:
    """The tickets on all pages of the word's list, from the first page to the last; longer pages than a clerk's."""
    rows = with_words(Ticket.objects.unscoped("the whole is compared").only("opened_at"), word)
    found, spot = set(), paging.START
    while True:
        page = paging.page(rows, paging.NEWEST, spot, size=AT_ONCE)
        found |= {row.pk for row in page.rows}
        if not page.after:
            return found
        spot = paging.Spot(after=page.after)


def chosen() -> dict[str, str]:
    """A common and a rare word of each length, as they really stand in the texts that were stored first."""
    rows = Ticket.rows.only("text", "evidence", "hits").order_by("pk")[:SAMPLE]
    texts, found = [fold(words(ticket)) for ticket in rows], {}
    for name, length in LENGTHS.items():
        plural = "s" * (length > 1)
        for often, word in _words(texts, length).items():
            found[f"{name} character{plural}, {often}"] = word
    return found


def _words(texts: list[str], length: int) -> dict[str, str]:
    """A common word of that many Chinese characters, and a rare one."""
    count: dict[str, int] = {}
    for text in texts:
        for word in {text[at : at + length] for at in range(len(text) - length + 1)}:
            if all("一" <= ch <= "鿿" for ch in word):
                count[word] = count.get(word, 0) + 1
    ranked = sorted(count, key=lambda word: (-count[word], word))
    seldom = [word for word in ranked if count[word] >= RARE]
    return {"common": ranked[0], "rare": (seldom or ranked)[-1]}
