"""CSV as it occurs in China: any usual encoding, any usual delimiter, read as a stream."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from charset_normalizer import from_bytes

from shouwen.tickets.importing.cells import FileRefused

SAMPLE_BYTES = 200_000
BLOCK = 1 << 20
LONGEST_CELL = 16 * 1024 * 1024
DELIMITERS = ",\t;|，"
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHINESE = ["gb18030", "big5", "big5hkscs"]


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows with the number of the line on which each begins. Bytes that are no text stay as lone surrogates."""
    found = encoding(path)
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=found, errors="surrogateescape", newline="") as file:
        head = file.read(64 * 1024)
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter(head))
        begins = 1
        try:
            for cells in reader:
                yield begins, cells
                begins = reader.line_num + 1
        except csv.Error as error:
            raise FileRefused("file-damaged", line=begins) from error


def encoding(path: Path) -> str:
    """The file's encoding: by its mark, else UTF-8 where the whole is that, else what its beginning looks like."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    for mark, name in MARKS:
        if sample.startswith(mark):
            return name
    if _is_utf8(path):
        return "utf-8"
    zeros = [sample[place::2].count(0) for place in (0, 1)]
    if max(zeros) > len(sample) // 10:
        return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    best = from_bytes(sample, cp_isolation=CHINESE).best()
    return best.encoding if best else "gb18030"


def delimiter(head: str) -> str:
    """The delimiter that cuts the first lines into the most columns, the same number on each."""
    best, most = ",", 1
    for candidate in DELIMITERS:
        widths = [len(cells) for cells in _first_rows(head, candidate)]
        if widths and widths[0] > most and widths.count(widths[0]) * 2 > len(widths):
            best, most = candidate, widths[0]
    return best


def _first_rows(head: str, candidate: str) -> list[list[str]]:
    try:
        read = list(csv.reader(head.splitlines(keepends=True), delimiter=candidate))
    except csv.Error:
        return []
    # The last one may be cut off.
    return [cells for cells in (read[:-1] or read)[:20] if cells]


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
