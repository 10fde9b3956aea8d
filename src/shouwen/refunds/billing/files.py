"""The files that are exchanged with a billing system without an interface; their form is in `docs/billing.md`.

A batch file has a first line with its number, count and control total, a line with the names of the columns, one
line for each refund, and a last line that says that it is whole. Amounts have two places and a point.
"""

import csv
import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from shouwen.handbook.money import ZERO, spell
from shouwen.refunds.billing import answers
from shouwen.refunds.billing.answers import NotUnderstood
from shouwen.refunds.billing.port import Order, Outcome, What

FORM = "shouwen-refunds-1"
RESULT_FORM = "shouwen-results-1"
COLUMNS = ("key", "number", "kind", "principal", "gift", "total", "reference", "cause")
RESULT_COLUMNS = ("key", "status", "amount", "receipt", "booked_at", "why")
MOST_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Result:
    """One line of a result file: what it says of which key, or why it says nothing."""

    line: int
    key: str
    outcome: Outcome | None
    wrong: str = ""


class FileWrong(ValueError):
    """The file as a whole can't be relied on. Holds the code of the refusal."""


def batch_bytes(number: int, made_at: datetime, count: int, total: Decimal, orders: Iterable[Order]) -> bytes:
    """A batch file. Raises where its lines don't add up to what was settled."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow((FORM, f"{number:06d}", made_at.isoformat(), count, spell(total)))
    out.writerow(COLUMNS)
    lines, summed = 0, ZERO
    for one in orders:
        amounts = (spell(one.principal), spell(one.gift), spell(one.total))
        out.writerow((one.key, one.number, one.kind, *amounts, one.reference, one.cause))
        lines, summed = lines + 1, summed + one.total
    if (lines, summed) != (count, total):
        raise ArithmeticError(f"file {number}: {lines} lines of {summed}, settled were {count} of {total}")
    out.writerow(("end", f"{number:06d}", count, spell(total)))
    return text.getvalue().encode()


def results(raw: bytes) -> Iterator[Result]:
    """The lines of a result file, good and bad. Raises `FileWrong` before the first where the whole is not sound."""
    try:
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise FileWrong("result-file-unreadable") from None
    rows = [row for row in rows if row]
    if len(rows) < 2 or rows[0][0] != RESULT_FORM or tuple(rows[1]) != RESULT_COLUMNS:
        raise FileWrong("result-file-other-form")
    try:
        _, _, count, total = rows[0]
        sound = int(count) == len(rows) - 2 and answers.amount(total) == _sum(rows[2:])
    except ValueError:
        raise FileWrong("result-file-other-form") from None
    if not sound:
        raise FileWrong("result-file-sums")
    return (_result(line, row) for line, row in enumerate(rows[2:], start=3))


def _sum(rows: list[list[str]]) -> Decimal:
    """What the lines say was booked."""
    booked = ZERO
    for row in rows:
        if len(row) > 2 and row[1] == "done":
            booked += answers.amount(row[2])
    return booked


def _result(line: int, row: list[str]) -> Result:
    said = dict(zip(RESULT_COLUMNS, row, strict=False))
    key = said.get("key", "")
    try:
        if len(row) != len(RESULT_COLUMNS) or not key:
            raise NotUnderstood("columns")
        outcome = answers.outcome(said, key)
    except NotUnderstood as error:
        return Result(line, key, None, str(error))
    if outcome.what not in (What.DONE, What.REFUSED):
        return Result(line, key, None, said["status"])
    return Result(line, key, outcome)


def write_whole(path: Path, raw: bytes) -> None:
    """Write a file so that it is there whole or not at all, whatever happens: synced first, then given its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    with open(beside, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
        out.write(raw)
        out.flush()
        os.fsync(out.fileno())
    os.replace(beside, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def digest(raw: bytes) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(raw).hexdigest()
