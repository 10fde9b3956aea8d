"""A file as a table, whatever its kind: told by its first bytes, never by its name, and read row by row."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shouwen.tickets.importing import text_file, xls_file, xlsx_file
from shouwen.tickets.importing.cells import MOST_COLUMNS, FileRefused, text_of
from shouwen.tickets.importing.rejects import OURS, unguarded

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Row:
    """One row: the line on which it begins in the file, and its cells in the order of the table's columns."""

    line: int
    cells: tuple[str, ...]


class Table:
    """A file's columns, and its rows as often as they are asked for. Raises FileRefused when it can't be read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read = _reader(path)
        heads = next((cells for _, cells in self._lines()), [])
        while heads and not heads[-1]:
            heads.pop()
        if not heads:
            raise FileRefused("file-empty")
        # The columns that a file of rejected rows has in front are its own, not the source's.
        self._places = [place for place, head in enumerate(heads) if head not in OURS]
        self._again = len(self._places) < len(heads)
        self.columns = _named([heads[place] for place in self._places])

    def rows(self) -> Iterator[Row]:
        """All rows below the heads that have anything in them."""
        lines = self._lines()
        next(lines, None)
        for line, cells in lines:
            if self._again:
                cells = [unguarded(cell) for cell in cells]
            yield Row(line, tuple(cells[place] if place < len(cells) else "" for place in self._places))

    def count(self) -> int:
        """How many rows there are; reads the file once."""
        return sum(1 for _ in self.rows())

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        for line, cells in self._read(self.path):
            texts = [text_of(cell) for cell in cells[:MOST_COLUMNS]]
            if any(texts):
                yield line, texts


def digest(path: Path) -> str:
    """SHA-256 of the file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _reader(path: Path) -> Callable[[Path], Iterator[tuple[int, list[Any]]]]:
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise FileRefused("file-empty")
    if head.startswith(ZIP):
        return xlsx_file.rows
    if head == OLE:
        return xls_file.rows
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"GIF8")):
        raise FileRefused("file-kind-unknown")
    return text_file.rows


def _named(heads: list[str]) -> tuple[str, ...]:
    """The columns' names: those without one by their place, twins with a number."""
    names: list[str] = []
    for place, head in enumerate(heads, 1):
        name, twin = head or f"#{place}", 2
        while name in names:
            name, twin = f"{head} ({twin})", twin + 1
        names.append(name)
    return tuple(names)
