"""Words in a complaint's text that hint at a major one 重大信号词 (C1.3.1). They propose; people declare."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition
    from shouwen.handbook.schema import Signal


@dataclass(frozen=True)
class Found:
    """A signal and the words of the text that gave it."""

    signal: str
    words: tuple[str, ...]


def signals_in(text: str, edition: Edition) -> tuple[Found, ...]:
    """The signals found, in the edition's order. Words inside harmless ones (流媒体) don't count."""
    lowered = text.casefold()
    found = (Found(code, _words(signal, lowered)) for code, signal in _folded(edition))
    return tuple(one for one in found if one.words)


@dataclass(frozen=True)
class _Folded:
    """A signal's words beside what is looked for in a text without capitals."""

    harmless: tuple[str, ...]
    chinese: tuple[tuple[str, str], ...]
    english: tuple[tuple[str, str, re.Pattern[str]], ...]


@lru_cache(maxsize=16)
def _folded(edition: Edition) -> tuple[tuple[str, _Folded], ...]:
    """The edition's signals, made ready once: every complaint is looked through for all of them."""
    return tuple((code, _fold(signal)) for code, signal in edition.urgency.signals.items())


def _fold(signal: Signal) -> _Folded:
    return _Folded(
        harmless=tuple(word.casefold() for word in signal.except_words),
        chinese=tuple((word, word.casefold()) for word in signal.words_zh),
        english=tuple((word, word.casefold(), _pattern(word)) for word in signal.words_en),
    )


def _words(signal: _Folded, text: str) -> tuple[str, ...]:
    for harmless in signal.harmless:
        # A blank in its place, so that the words around it don't grow together.
        text = text.replace(harmless, " ")
    chinese = [word for word, folded in signal.chinese if folded in text]
    english = [word for word, folded, pattern in signal.english if folded in text and pattern.search(text)]
    return (*chinese, *english)


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9]){re.escape(word.casefold())}(?![a-z0-9])")
