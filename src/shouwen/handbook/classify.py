"""Which category a text points to 自动归类 (C4.1), where nobody chose one. It proposes; people correct it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from shouwen.handbook.decision import Decision, Reason
from shouwen.handbook.facts import Facts, Of

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition
    from shouwen.handbook.schema import Clues

NOT_A_WORD = re.compile(r"[^a-z0-9]+")
APOSTROPHE = re.compile(r"(?<=[a-z])['’](?=[a-z])")
# Words weigh by their length in characters, or for English in words; found together they tell more than each alone.
LONGEST_CHINESE = 4
ENGLISH = 2
TOGETHER = 2
# How many times more the title counts.
TITLE = 4


class TextFacts(Facts):
    """A complaint's text and the column of the order."""

    text: str
    column: Annotated[str, Of("columns")] = "complaint"


@dataclass(frozen=True)
class _Folded:
    """A text as it is compared: Chinese as it stands, English as plain words between blanks."""

    chinese: str
    english: str

    @classmethod
    def of(cls, text: str) -> _Folded:
        chinese = unicodedata.normalize("NFKC", text).casefold()
        return cls(chinese, f" {NOT_A_WORD.sub(' ', APOSTROPHE.sub('', chinese))} ")


@dataclass(frozen=True)
class _Clue:
    """All parts must occur; of each part one alternative. `english` ones are looked for among whole words."""

    parts: tuple[tuple[str, ...], ...]
    english: bool

    def found(self, folded: _Folded) -> tuple[str, ...]:
        """The words that gave it away; empty when one is missing."""
        text = folded.english if self.english else folded.chinese
        words = []
        for part in self.parts:
            word = next((word for word in part if word in text), None)
            if word is None:
                return ()
            words.append(word.strip())
        return tuple(words)

    def weight(self, words: tuple[str, ...]) -> int:
        """What these found words weigh together."""
        if self.english:
            return sum(ENGLISH * len(word.split()) for word in words) + TOGETHER * (len(words) - 1)
        return sum(min(len(word), LONGEST_CHINESE) for word in words) + TOGETHER * (len(words) - 1)


def classify(text: str, edition: Edition, *, column: str = "complaint") -> Decision[str]:
    """The open leaf with the weightiest clues, and the words that decided; the column's fallback without any.

    The first line of a text of several counts more: it says what the rest is about. Among equals the leaf that
    stands first in the tree. The same text always gets the same answer.
    """
    whole = _Folded.of(text)
    title = _Folded.of(text.partition("\n")[0]) if "\n" in text.strip() else None
    best, score, because = "", 0, tuple[str, ...]()
    for code, clues in _clues(edition, chinese=not text.isascii(), english=bool(whole.english.strip())):
        hits = [(clue, words) for clue in clues if (words := clue.found(whole))]
        if not hits:
            continue
        total = sum(clue.weight(words) for clue, words in hits)
        if title:
            total += TITLE * sum(clue.weight(words) for clue, _ in hits if (words := clue.found(title)))
        if total > score:
            best, score = code, total
            because = tuple(dict.fromkeys(word for _, words in hits for word in words))
    clause = edition.classification.clause
    if best:
        return Decision(best, (Reason(clause, "classified", {"category": best, "words": because}),), edition.name)
    fallback = edition.classification.fallback[column]
    return Decision(fallback, (Reason(clause, "classified-fallback", {"category": fallback}),), edition.name)


def decide(facts: TextFacts, edition: Edition) -> Decision[str]:
    """The same, from facts."""
    return classify(facts.text, edition, column=facts.column)


@lru_cache(maxsize=8)
def _clues(edition: Edition, *, chinese: bool, english: bool) -> tuple[tuple[str, tuple[_Clue, ...]], ...]:
    """Every leaf's clues that a text in these languages can have, in the order of the tree."""
    told = edition.classification.clues
    return tuple(
        (leaf.code, tuple(_of(told[leaf.code], chinese=chinese, english=english)))
        for leaf in edition.categories.open_leaves
        if leaf.code in told
    )


def _of(clues: Clues, *, chinese: bool, english: bool) -> Iterator[_Clue]:
    if chinese:
        yield from (_clue(written, english=False) for written in clues.zh)
    if english:
        yield from (_clue(written, english=True) for written in clues.en)


def _clue(written: str, *, english: bool) -> _Clue:
    parts = tuple(tuple(_word(word, english) for word in part.split("|")) for part in written.split("+"))
    return _Clue(parts, english)


def _word(word: str, english: bool) -> str:
    return " " + word.casefold().replace("_", " ") if english else word.casefold()
