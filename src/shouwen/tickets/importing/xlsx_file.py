"""XLSX row by row, after a look at the package: a bomb, a document type or a broken part is refused before parsing."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from shouwen.tickets.importing.cells import MOST_COLUMNS, FileRefused

MOST_PARTS = 5_000
MOST_BYTES = 2 * 1024**3
# Real sheets shrink to a tenth, very regular ones to a fiftieth.
MOST_SHRUNK = 200
SMALL = 16 * 1024**2


def guard(path: Path) -> None:
    """Refuse a package that would unpack to more than any honest file, or that declares entities."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise FileRefused("file-kind-unknown")
            if any(part.flag_bits & 1 for part in parts):
                raise FileRefused("file-locked")
            unpacked = sum(part.file_size for part in parts)
            packed = max(1, sum(part.compress_size for part in parts))
            too_tight = unpacked > SMALL and unpacked > MOST_SHRUNK * packed
            if len(parts) > MOST_PARTS or unpacked > MOST_BYTES or too_tight:
                raise FileRefused("file-bomb", megabytes=unpacked // 1024**2)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and _declares(package, part):
                    raise FileRefused("file-bomb", megabytes=unpacked // 1024**2)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise FileRefused("file-damaged", line=0) from error


def rows(path: Path) -> Iterator[tuple[int, list[Any]]]:
    """The rows of the first visible sheet with their numbers; formulas come as the text that was typed."""
    guard(path)
    # Opened here, for the reader would judge a path by its ending.
    with path.open("rb") as file:
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
        except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, SyntaxError) as error:
            raise FileRefused("file-damaged", line=0) from error
        sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
        if sheet is None:
            raise FileRefused("file-empty")
        sheet.reset_dimensions()
        yield from _rows(sheet)


def _rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    number = 0
    try:
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            yield number, list(cells[:MOST_COLUMNS])
    except (SyntaxError, ValueError, KeyError, TypeError, zipfile.BadZipFile, EOFError) as error:
        raise FileRefused("file-damaged", line=number + 1) from error


def _declares(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether an XML part has a document type: office programs write none, bombs of entities need one."""
    with package.open(part) as file:
        head = file.read(2048)
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head
