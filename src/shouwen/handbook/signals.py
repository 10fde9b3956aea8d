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
    found = (Found(code, _words(signal, lowered)) for code, signal in edition.urgency.signals.items())
    return tuple(one for one in found if one.words)


def _words(signal: Signal, text: str) -> tuple[str, ...]:
    for harmless in signal.except_words:
        # A blank in its place, so that the words around it don't grow together.
        text = text.replace(harmless.casefold(), " ")
    chinese = [word for word in signal.words_zh if word.casefold() in text]
    english = [word for word in signal.words_en if _pattern(word).search(text)]
    return (*chinese, *english)


@lru_cache(maxsize=1024)
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9]){re.escape(word.casefold())}(?![a-z0-9])")
