"""Text as index terms. Pure.

Chinese is cut into overlapping pairs, so that a word of two characters is a term, and the last character of a
run stands alone, so that one character is a prefix of some term wherever it stands. Latin words and figures are
terms by themselves. Everything is folded first (NFKC, lower case).
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, pairwise

LONGEST_TERM = 60


def fold(text: str) -> str:
    """`text` as it is compared: full-width letters as plain ones, lower case, no control characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded.translate(_BLANKS)


class _Blanks(dict[int, int]):
    """What stands for each character: a blank for control characters, else itself; those of daily use are kept."""

    def __missing__(self, code: int) -> int:
        stands = ord(" ") if unicodedata.category(chr(code))[0] == "C" else code
        if code <= 0xFFFF:
            self[code] = stands
        return stands


_BLANKS = _Blanks()


@lru_cache(maxsize=20_000)
def _kind(ch: str) -> str:
    if ch.isascii() or not _ideographic(ch):
        return "word" if ch.isalnum() else ""
    return "han"


def _ideographic(ch: str) -> bool:
    return unicodedata.category(ch) == "Lo" and unicodedata.east_asian_width(ch) in "WF"


def runs(text: str) -> Iterator[tuple[str, str]]:
    """The runs of Chinese characters (`han`) and of letters and figures (`word`) in a folded text."""
    for kind, characters in groupby(fold(text), key=_kind):
        if kind:
            yield kind, "".join(characters)


def terms(text: str) -> list[str]:
    """The index terms of a text, each once, in the order of their first appearance."""
    found: dict[str, None] = {}
    for kind, run in runs(text):
        if kind == "word":
            found[run[:LONGEST_TERM]] = None
            continue
        for first, second in pairwise(run):
            found[first + second] = None
        found[run[-1]] = None
    return list(found)


def wanted(query: str) -> list[str]:
    """The terms, all of them prefixes, that a text containing `query` must have. Empty for a query without words."""
    needed: dict[str, None] = {}
    for kind, run in runs(query):
        if kind == "word" or len(run) == 1:
            needed[run[:LONGEST_TERM]] = None
            continue
        for first, second in pairwise(run):
            needed[first + second] = None
    return list(needed)


def whole(term: str) -> bool:
    """Whether no term goes on where this one ends: a pair of Chinese characters."""
    return len(term) == 2 and all(_kind(ch) == "han" for ch in term)


def pieces(query: str) -> list[str]:
    """The parts of a query that a found text must really contain: its words as typed, folded."""
    return [part for part in fold(query).split() if any(_kind(ch) for ch in part)]
