"""Cells, and what stops a whole file."""

from datetime import date, datetime, time
from typing import Any

from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped

# What is read of a row at most: more columns than anybody maps.
MOST_COLUMNS = 300
MIDNIGHT = time()


class FileRefused(Exception):
    """The file cannot be read; `refused` says why and what to do."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.refused = Refused.of(shipped(), code, **facts)
        super().__init__(code)


def text_of(cell: Any) -> str:
    """A cell as a person reads it. Whole numbers lose their `.0`, a date without a time its midnight.

    A formula comes as the text that was typed; nothing is ever worked out.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        whole = cell.replace(tzinfo=None)
        return whole.date().isoformat() if whole.time() == MIDNIGHT else whole.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
