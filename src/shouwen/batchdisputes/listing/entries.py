"""From a row of a list to what a line can be made of, or to the reason why not (C4.8.4)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from shouwen.batchdisputes.amounts import gift_of, wrong_amount
from shouwen.batchdisputes.listing.heads import places
from shouwen.customers.attribution import clean
from shouwen.handbook.decision import Refused
from shouwen.handbook.edition import Edition
from shouwen.handbook.money import ZERO, yuan
from shouwen.tickets.importing.tables import Row

LONGEST = {"charge": 80, "bill": 40}
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")
# A currency sign or word around an amount, and blanks in it.
AROUND = re.compile(r"^[¥￥\s]+|[元\s]+$|(?<=\d) (?=\d)")
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
# What a spreadsheet makes of 12.30, and of 12.
TRAILING = re.compile(r"(\.\d{2})0+$|\.0*$")
EMPTY = frozenset(("", "-", "--", "无", "空", "null", "none"))


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row as it may become a line."""

    row: Row
    number: str
    charge: str
    bill: str
    charged: Decimal | None
    principal: Decimal
    gift: Decimal


class _Bad(Exception):
    """Carries a refusal out of the reading of one row."""

    def __init__(self, refused: Refused) -> None:
        self.refused = refused


class Entries:
    """Reads the rows of one file for a batch of a kind. Nothing is looked up here."""

    def __init__(self, columns: Sequence[str], *, kind: str, edition: Edition) -> None:
        self.columns, self.kind, self.edition = columns, kind, edition
        self._places = places(columns)

    def read(self, row: Row) -> Entry | Refused:
        """What the row says, or why it can't be taken."""
        try:
            return self._read(row)
        except _Bad as bad:
            return bad.refused

    def _read(self, row: Row) -> Entry:
        number = self._number(row)
        principal = self._amount(row, "amount")
        gift, charged = self._amount(row, "gift"), self._amount(row, "charged")
        if principal is None and self.kind != "adjustment":
            self._refuse("batch-amount-missing")
        principal = ZERO if principal is None else principal
        gift = gift_of(self.kind, principal) if gift is None else gift
        refused = wrong_amount(self.kind, principal, gift, charged, self.edition)
        if refused is not None:
            raise _Bad(refused)
        return Entry(
            row=row,
            number=number,
            charge=self._text(row, "charge"),
            bill=self._text(row, "bill"),
            charged=charged,
            principal=principal,
            gift=gift,
        )

    def _cell(self, row: Row, code: str) -> str:
        place = self._places.get(code)
        cell = row.cells[place].strip() if place is not None else ""
        if "\x00" in cell or any("\ud800" <= ch <= "\udfff" for ch in cell):
            self._refuse("import-text-unreadable", column=self.columns[place or 0])
        return cell

    def _number(self, row: Row) -> str:
        cell = self._cell(row, "number")
        if cell in EMPTY:
            self._refuse("batch-number-missing")
        cleaned = clean(cell)
        if cleaned.trouble:
            self._refuse(cleaned.trouble)
        return cleaned.digits

    def _amount(self, row: Row, code: str) -> Decimal | None:
        """The amount in a cell; None where it is empty. What has more than two places is refused, never rounded."""
        cell = self._cell(row, code).translate(FULL_WIDTH)
        if cell.casefold() in EMPTY:
            return None
        text = AROUND.sub("", cell)
        text = text.replace(",", "") if THOUSANDS.fullmatch(text) else text
        text = TRAILING.sub(r"\1", text)
        try:
            amount = yuan(text)
        except ValueError:
            self._refuse("batch-amount-wrong", value=cell[:40])
        if amount < ZERO:
            self._refuse("batch-amount-positive")
        return amount

    def _text(self, row: Row, code: str) -> str:
        cell = self._cell(row, code)
        if len(cell) > LONGEST[code]:
            self._refuse("batch-too-long", column=self.columns[self._places[code]], most=LONGEST[code])
        return "" if cell in EMPTY else cell

    def _refuse(self, code: str, **facts: object) -> NoReturn:
        raise _Bad(Refused.of(self.edition, code, **facts))
