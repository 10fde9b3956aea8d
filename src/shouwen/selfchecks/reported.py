"""Reading what other places report of a month: CSV or a workbook with number and amount, and what else it tells."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from shouwen.customers import masking
from shouwen.customers.attribution import clean
from shouwen.customers.models import Customer
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.handbook.money import yuan
from shouwen.selfchecks.models import ReportedRow
from shouwen.selfchecks.witnesses import portions
from shouwen.tickets.importing.cells import FileRefused
from shouwen.tickets.importing.tables import Table, digest

HEADS = Path(__file__).with_name("heads.toml")
NEEDED = ("number", "amount")
MONTH = re.compile(r"(\d{4})\D?(0[1-9]|1[0-2])(?:\D.*)?")
BAD_KEPT = 200
MOST_ROWS = 200_000


@dataclass(frozen=True)
class Reported:
    """A file as it was read: its digest, its rows (unsaved), and the lines that can't be used with why."""

    sha256: str
    rows: list[ReportedRow]
    bad: list[tuple[int, str]]


def read(path: Path) -> Reported | Refused:
    """The file's rows, or why it can't be read. A line that can't be used is kept aside, never guessed at."""
    try:
        table = Table(path)
        places = _places(table.columns)
        if missing := [name for name in NEEDED if name not in places]:
            return Refused.of(shipped(), "file-columns-missing", columns=", ".join(missing))
        return _rows(table, places, digest(path))
    except FileRefused as error:
        return error.refused


def _rows(table: Table, places: dict[str, int], sha256: str) -> Reported:
    rows: list[ReportedRow] = []
    bad: list[tuple[int, str]] = []
    numbers: list[str] = []
    for line in table.rows():
        cells = {name: line.cells[place] for name, place in places.items() if place < len(line.cells)}
        number = clean(cells.get("number", ""))
        try:
            amount = yuan(_bare_amount(cells.get("amount", "")))
        except ValueError:
            bad.append((line.line, "amount"))
            continue
        if number.trouble or amount == 0:
            bad.append((line.line, "number" if number.trouble else "amount"))
            continue
        if len(rows) == MOST_ROWS:
            raise FileRefused("file-too-large", megabytes=0)
        numbers.append(number.digits)
        rows.append(
            ReportedRow(
                line=line.line,
                masked=masking.number(number.digits),
                provider=cells.get("provider", "")[:80],
                amount=amount,
                period=_month(cells.get("period", "")),
                bill=cells.get("bill", "")[:60],
            )
        )
    known: dict[str, int] = {}
    for some in portions(sorted(set(numbers))):
        known |= dict(Customer.rows.filter(number__in=some).values_list("number", "pk"))
    for row, digits in zip(rows, numbers, strict=True):
        row.customer_id = known.get(digits)
    return Reported(sha256, rows, bad[:BAD_KEPT])


def _places(columns: tuple[str, ...]) -> dict[str, int]:
    """Which column is which field: the first one under each of its heads."""
    found: dict[str, int] = {}
    for place, column in enumerate(columns):
        name = _heads().get(_bare(column))
        if name is not None:
            found.setdefault(name, place)
    return found


@cache
def _heads() -> dict[str, str]:
    return {_bare(head): name for name, heads in _listed()["heads"].items() for head in heads}


@cache
def _listed() -> dict[str, Any]:
    listed: dict[str, Any] = tomllib.loads(HEADS.read_text("utf-8"))
    return listed


def _bare_amount(text: str) -> str:
    """The amount without the signs that stand around it in such files."""
    return "".join(sign for sign in text if sign not in _listed()["around_amounts"])


def _bare(head: str) -> str:
    return "".join(head.split()).replace("_", "").casefold()


def _month(text: str) -> str:
    """The month as `2026-03`; nothing where it isn't one."""
    found = MONTH.fullmatch(text.strip())
    return f"{found[1]}-{found[2]}" if found else ""
