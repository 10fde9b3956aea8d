"""Tables as a workbook in which no cell is ever a formula."""

from collections.abc import Iterable, Mapping
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from shouwen.tickets.importing.rejects import guarded


def written(sheets: Mapping[str, Iterable[Iterable[Any]]], file: IO[bytes]) -> None:
    """Write these sheets, row by row. A text that a spreadsheet would take for a formula is escaped."""
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title[:31])
        for row in rows:
            sheet.append([_cell(value) for value in row])
    book.save(file)


def _cell(value: Any) -> Any:
    return guarded(ILLEGAL_CHARACTERS_RE.sub("", value)) if isinstance(value, str) else value
