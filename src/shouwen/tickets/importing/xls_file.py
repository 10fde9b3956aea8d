"""XLS, the binary format of old: at most 65,536 rows a sheet, so it is read whole."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from shouwen.tickets.importing.cells import FileRefused

MOST_BYTES = 200 * 1024**2


def rows(path: Path) -> Iterator[tuple[int, list[Any]]]:
    """The rows of the first visible sheet with their numbers."""
    if path.stat().st_size > MOST_BYTES:
        raise FileRefused("file-too-large", megabytes=MOST_BYTES // 1024**2)
    try:
        with path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
        shown = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        if not shown:
            raise FileRefused("file-empty")
        read = book.get_sheet_by_name(shown[0]).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise FileRefused("file-damaged", line=0) from error
    yield from enumerate(read, 1)
