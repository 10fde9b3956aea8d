"""Claim: words of one, two and four characters are found within 50 ms, and every ticket that has them."""

from collections.abc import Iterator

from django.urls import reverse

from bench.line import Line
from bench.requests import Browser, measured
from bench.spread import Patience, Watch
from bench.world import World
from shouwen.search.grams import fold
from shouwen.tickets.models import Ticket
from shouwen.tickets.opening import words
from shouwen.tickets.reads.finding import with_words

PROVINCE = "9001"
SEARCH_MS = 50
LENGTHS = {"one": 1, "two": 2, "four": 4}
# How far down a list of words by frequency to look: neither the commonest, nor one that stands in a single text.
RARE = 12


def measure(world: World) -> Iterator[Line]:
    """The page of results for each, and whether its tickets are those that a scan of all texts finds."""
    texts = {ticket.pk: fold(words(ticket)) for ticket in Ticket.rows.only("text", "evidence", "hits").iterator()}
    browser, url = Browser(world.person(PROVINCE)), reverse("tickets:search")
    for name, length in LENGTHS.items():
        for often, word in _words(texts, length).items():
            what = f"Search, {name} character{'s' * (length > 1)}, {often} ({word})"
            yield measured(what, (word for _ in Patience()), lambda text: browser.get(url, q=text), limit_ms=SEARCH_MS)
            yield _complete(word, texts)


def _words(texts: dict[int, str], length: int) -> dict[str, str]:
    """A common word of that many Chinese characters, and a rare one, as they really stand in the texts."""
    count: dict[str, int] = {}
    for text in list(texts.values())[:2000]:
        for word in {text[at : at + length] for at in range(len(text) - length + 1)}:
            if all("一" <= ch <= "鿿" for ch in word):
                count[word] = count.get(word, 0) + 1
    ranked = sorted(count, key=lambda word: (-count[word], word))
    seldom = [word for word in ranked if count[word] >= RARE]
    return {"common": ranked[0], "rare": (seldom or ranked)[-1]}


def _complete(word: str, texts: dict[int, str]) -> Line:
    with Watch() as scan:
        scanned = {pk for pk, text in texts.items() if word in text}
    found = set(with_words(Ticket.objects.unscoped("the whole is compared"), word).values_list("pk", flat=True))
    return Line(
        what=f"… complete: {word}",
        measured=f"{len(found):,} found",
        floor=f"{len(scanned):,} by scan of {len(texts):,} texts in memory, {scan.seconds * 1000:.0f} ms",
        claim="the same tickets",
        held=found == scanned,
    )
