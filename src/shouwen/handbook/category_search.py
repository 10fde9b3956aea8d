"""Finding a category by what a clerk types: Chinese, pinyin or its initials, English words, or the code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pypinyin import Style, lazy_pinyin

from shouwen.handbook.schema import Category
from shouwen.handbook.sentences import Language

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition

# How well a match fits, best first; equals keep the order of the tree.
WHOLE, BEGINS, INSIDE, ABOVE = range(4)


@dataclass(frozen=True)
class _Leaf:
    category: Category
    names: tuple[str, ...]
    above: tuple[str, ...]
    words: frozenset[str]


def find(query: str, edition: Edition, language: Language = "zh", limit: int = 20) -> tuple[Category, ...]:
    """The open leaves that fit, best first. Several words must all fit, each somewhere on the path.

    Names of the language asked for go before those of the other; an empty query finds nothing.
    """
    wanted = query.casefold().split()
    if not wanted:
        return ()
    ranked = []
    for place, leaf in enumerate(_index(edition, language)):
        fits = [_fit(word, leaf) for word in wanted]
        if all(fit is not None for fit in fits):
            ranked.append((sum(fit for fit in fits if fit is not None), place, leaf.category))
    return tuple(category for _, _, category in sorted(ranked, key=lambda found: found[:2])[:limit])


def _fit(word: str, leaf: _Leaf) -> int | None:
    if word in leaf.names:
        return WHOLE
    if any(name.startswith(word) for name in leaf.names) or word in leaf.words:
        return BEGINS
    if any(word in name for name in leaf.names):
        return INSIDE
    return ABOVE if any(word in name for name in leaf.above) else None


@lru_cache(maxsize=8)
def _index(edition: Edition, language: Language) -> tuple[_Leaf, ...]:
    return tuple(_leaf(category, edition, language) for category in edition.categories.open_leaves)


def _leaf(category: Category, edition: Edition, language: Language) -> _Leaf:
    own = _spellings(category, language)
    path = edition.categories.path(category.code)[:-1]
    above = tuple(name for step in path for name in _spellings(step, language))
    return _Leaf(category, own, above, frozenset(category.en.casefold().replace(",", " ").split()))


def _spellings(category: Category, language: Language) -> tuple[str, ...]:
    full = "".join(lazy_pinyin(category.zh))
    initials = "".join(lazy_pinyin(category.zh, style=Style.FIRST_LETTER))
    chinese = (category.zh.casefold(), initials.casefold(), full.casefold())
    names = (*chinese, category.en.casefold()) if language == "zh" else (category.en.casefold(), *chinese)
    return (*names, category.code)
