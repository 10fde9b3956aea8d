"""What a chapter's page is made of: tables of rows, each row with its anchor, its names and its clause."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from shouwen.handbook.schema import Entry
from shouwen.handbook.sentences import Language
from shouwen.web import labels

Words: TypeAlias = str | Promise
YES = "✓"


@dataclass(frozen=True)
class Row:
    """One entry: where links lead to it, its name in the reader's language and in the other, what it lays down."""

    anchor: str
    name: str
    other: str
    clause: str
    cells: tuple[str, ...] = ()
    depth: int = 0
    gone: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under a title; `heads` are the words over `cells`. `wide` ones scroll in a frame of their own."""

    title: Words
    rows: tuple[Row, ...]
    heads: tuple[Words, ...] = ()
    wide: bool = False

    @property
    def body(self) -> list[tuple[Row, list[tuple[Words, str]]]]:
        """Each row with its cells, each under its head: on a phone a cell stands alone and says what it is."""
        return [(row, list(zip(self.heads, row.cells, strict=True))) for row in self.rows]


def row(group: str, entry: Entry, *cells: Any, depth: int = 0, gone: bool = False) -> Row:
    """An entry of the edition as a row; cells of any kind become words."""
    language: Language = labels.language()
    return Row(
        anchor=f"{group}-{entry.code}",
        name=entry.label(language),
        other=entry.label("en" if language == "zh" else "zh"),
        clause=entry.clause,
        cells=tuple(said(cell) for cell in cells),
        depth=depth,
        gone=gone,
    )


def plain(anchor: str, name: Words, clause: str, *cells: Any) -> Row:
    """A rule that has no name of its own in the edition, named by the page."""
    return Row(anchor=anchor, name=str(name), other="", clause=clause, cells=tuple(said(cell) for cell in cells))


def listed(group: str, entries: Mapping[str, Entry], title: Words) -> Table:
    """A list that says no more than names."""
    return Table(title, tuple(row(group, entry) for entry in entries.values()))


def names(group: str, codes: Iterable[str]) -> str:
    """Codes of a group by their names."""
    return between(labels.label(group, code) for code in codes)


def between(words: Iterable[str]) -> str:
    """Words in a row, as the reader's language separates them."""
    return ("、" if labels.language() == "zh" else ", ").join(words)


def said(value: Any) -> str:
    """A value as a cell: a tick for yes, nothing for no."""
    if value is None or value is False:
        return ""
    if value is True:
        return YES
    if isinstance(value, tuple | list):
        return between(str(part) for part in value)
    return str(value)


def hours(count: int) -> str:
    """So many clock hours."""
    return _("%(count)s h") % {"count": count}
