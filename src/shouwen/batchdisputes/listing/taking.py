"""Taking a list in: in chunks, each with its counts in one transaction, so that a kill loses and doubles nothing."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, transaction

from shouwen.batchdisputes.listing.entries import Entries, Entry
from shouwen.batchdisputes.models import BatchDispute, BatchLine, BatchList
from shouwen.customers import bulk as customers_in_bulk
from shouwen.customers.models import Customer
from shouwen.handbook.decision import Refused, explain
from shouwen.handbook.load import shipped
from shouwen.handbook.money import total
from shouwen.ledger.rows import insert
from shouwen.ledger.scoped import Actor
from shouwen.ledger.writing import lock
from shouwen.tickets.importing.rejects import Rejects
from shouwen.tickets.importing.tables import Row, Table

Rejected = tuple[Row, Refused]
TRIES = 3


class NoLongerDraft(Exception):
    """The batch was handed in or given up meanwhile: its list is not touched any more."""


class Taking:
    """Takes one list in. What was taken is counted with what was written; a list that was cut off goes on behind it."""

    def __init__(self, kept: BatchList, table: Table, *, rejects: Path, actor: Actor, at: datetime) -> None:
        self.kept, self.table, self.actor, self.at = kept, table, actor, at
        self.edition = shipped()
        self.entries = Entries(table.columns, kind=kept.batch.kind, edition=self.edition)
        self.language = kept.language
        self.rejects = Rejects(rejects, table.columns, language=self.language, kept=kept.bad)

    def go(self, stop: Callable[[], bool]) -> bool:
        """Go on to the end, or until `stop` says so behind a chunk; answers whether the end was reached."""
        try:
            for chunk in self._chunks():
                self._take(chunk)
                if stop():
                    return False
            return True
        finally:
            self.rejects.close()

    def _chunks(self) -> Iterator[list[Entry | Rejected]]:
        rows = islice(self.table.rows(), self.kept.done, None)
        read = ((row, self.entries.read(row)) for row in rows)
        while chunk := list(islice(read, self.edition.batching.list_rows)):
            yield [(row, said) if isinstance(said, Refused) else said for row, said in chunk]

    def _take(self, chunk: Sequence[Entry | Rejected]) -> None:
        for tried in range(1, TRIES + 1):
            try:
                with transaction.atomic():
                    refused = self._write(chunk)
                break
            except IntegrityError:
                # Another desk put one of the numbers on record at the same moment.
                if tried == TRIES:
                    raise
        for row, why in sorted(refused, key=lambda one: one[0].line):
            self.rejects.add(row.line, explain(why, "en" if self.language == "en" else "zh", self.edition), row.cells)
        self.rejects.save()

    def _write(self, chunk: Sequence[Entry | Rejected]) -> list[Rejected]:
        batch = BatchDispute.rows.get(pk=self.kept.batch_id)
        lock(batch.chain_id)
        batch.refresh_from_db()
        if batch.state != "draft":
            raise NoLongerDraft
        refused = [one for one in chunk if isinstance(one, tuple)]
        entries = [one for one in chunk if isinstance(one, Entry)]
        customers = customers_in_bulk.ensure({one.number: {} for one in entries}, actor=self.actor, at=self.at)
        lines = self._lines(batch, entries, customers, refused)
        insert(lines)
        batch.save(update_fields=["lines_made", "rows_left", "customers", "principal", "gift"])
        counted = BatchList.objects.select_for_update().get(pk=self.kept.pk)
        counted.done += len(chunk)
        counted.good += len(lines)
        counted.bad += len(refused)
        counted.save(update_fields=["done", "good", "bad"])
        self.kept.done, self.kept.good, self.kept.bad = counted.done, counted.good, counted.bad
        return refused

    def _lines(
        self, batch: BatchDispute, entries: Sequence[Entry], customers: dict[str, Customer], refused: list[Rejected]
    ) -> list[BatchLine]:
        """The lines that the entries become; the others are refused. Counts them on the batch, in memory."""
        keys = [customer.pk for customer in customers.values()]
        here = _here(batch, keys)
        known = {customer for customer, _ in here}
        elsewhere = _elsewhere(batch, keys)
        lines: list[BatchLine] = []
        for one in entries:
            customer = customers[one.number]
            if (twin := here.get((customer.pk, one.bill))) is not None:
                refused.append((one.row, Refused.of(self.edition, "batch-line-twice", line=twin)))
                continue
            if one.bill and (about := elsewhere.get((customer.pk, one.bill))):
                refused.append((one.row, Refused.of(self.edition, "batch-line-elsewhere", about=about)))
                continue
            batch.lines_made += 1
            here[customer.pk, one.bill] = batch.lines_made
            batch.customers += customer.pk not in known
            known.add(customer.pk)
            lines.append(self._line(batch, one, customer))
        batch.rows_left += len(lines)
        batch.principal = total([batch.principal, *(line.principal for line in lines)])
        batch.gift = total([batch.gift, *(line.gift for line in lines)])
        return lines

    def _line(self, batch: BatchDispute, one: Entry, customer: Customer) -> BatchLine:
        return BatchLine(
            batch=batch,
            line=batch.lines_made,
            list=self.kept,
            row=one.row.line,
            customer=customer,
            charge=one.charge,
            bill=one.bill,
            charged=one.charged,
            principal=one.principal,
            gift=one.gift,
        )


def _here(batch: BatchDispute, customers: Sequence[int]) -> dict[tuple[int, str], int]:
    """The lines that these customers have in the batch already."""
    rows = BatchLine.objects.filter(batch=batch, customer__in=customers, struck_why="")
    return {(customer, bill): line for customer, bill, line in rows.values_list("customer", "bill", "line")}


def _elsewhere(batch: BatchDispute, customers: Sequence[int]) -> dict[tuple[int, str], str]:
    """The bills of these customers that another batch refunds, by which (C4.8.7: no second refund)."""
    rows = BatchLine.objects.filter(customer__in=customers, struck_why="").exclude(bill="").exclude(batch=batch)
    rows = rows.exclude(batch__state="withdrawn").exclude(refund__state="cancelled")
    return {(customer, bill): about for customer, bill, about in rows.values_list("customer", "bill", "batch__serial")}
