"""Rows that could not be taken in, in a file that can be mended and fed again."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import IO

LINE = {"zh": "原行号", "en": "Line"}
REASON = {"zh": "退回原因", "en": "Reason"}
OURS = frozenset((*LINE.values(), *REASON.values()))
# A spreadsheet takes a cell that begins so for a formula.
RISKY = ("=", "+", "-", "@", "\t", "\r")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(RISKY) else cell


def unguarded(cell: str) -> str:
    """A cell of such a file as it stood in the file before."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RISKY) else cell


class Rejects:
    """Writes the file: line number, reason in the reader's language, and all the original columns.

    Nothing is written while there is nothing to reject. With `kept` a file that a killed run left behind is
    gone on with after its first `kept` rows.
    """

    def __init__(self, path: Path, columns: Sequence[str], *, language: str, kept: int = 0) -> None:
        self.path, self.columns, self.language = path, columns, language
        self.file: IO[str] | None = None
        if kept == 0:
            path.unlink(missing_ok=True)
        elif path.exists():
            self._go_on(kept)

    def add(self, line: int, reason: str, cells: Sequence[str]) -> None:
        """Keep one row."""
        file = self.file or self._begin()
        csv.writer(file).writerow([line, reason, *(guarded(cell) for cell in cells)])

    def save(self) -> None:
        """Guarantee that what was added is on the disk's way."""
        if self.file:
            self.file.flush()

    def close(self) -> None:
        if self.file:
            self.file.close()
            self.file = None

    def _begin(self) -> IO[str]:
        # Spreadsheets know UTF-8 by its mark only.
        self.file = self.path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="")
        csv.writer(self.file).writerow([LINE[self.language], REASON[self.language], *map(guarded, self.columns)])
        return self.file

    def _go_on(self, kept: int) -> None:
        with self.path.open(encoding="utf-8-sig", newline="") as before:
            rows = [row for _, row in zip(range(kept + 1), csv.reader(before), strict=False)]
        self.file = self.path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="")
        csv.writer(self.file).writerows(rows)
