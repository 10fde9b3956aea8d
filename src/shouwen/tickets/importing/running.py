"""Taking a whole file through: in chunks, each with its counts in one transaction, so that a kill loses nothing.

What was done is counted with what was written. A run that was killed goes on behind its last whole chunk; one
that is begun anew finds its rows by their external numbers and makes none twice.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import transaction

from shouwen.handbook.decision import Refused, explain
from shouwen.handbook.load import shipped
from shouwen.handbook.sentences import Language
from shouwen.ledger.scoped import Actor
from shouwen.tickets.bulk import CHUNK, Imported, Judging, open_chunk
from shouwen.tickets.bulk.checks import refusal
from shouwen.tickets.importing.mapping import Mapper
from shouwen.tickets.importing.reading import Reading
from shouwen.tickets.importing.rejects import Rejects
from shouwen.tickets.importing.tables import Row, Table
from shouwen.tickets.models import ImportRun, Ticket

Told = Callable[[int], object]


@dataclass(kw_only=True)
class Counts:
    """So many rows looked at: made (or would be), there already, refused."""

    rows: int = 0
    made: int = 0
    already: int = 0
    bad: int = 0


def unfit(reading: Reading, table: Table) -> Refused | None:
    """Why this reading can't read that file; None when it can."""
    if missing := reading.missing(table.columns):
        return Refused.of(shipped(), "import-column-missing", columns=missing)
    if not {"text", "title"} & (reading.columns.keys() | reading.defaults.keys()):
        return Refused.of(shipped(), "import-no-text")
    return None


class Taking:
    """Takes one file through. `language` is that of the reasons in the file of rejected rows."""

    def __init__(
        self, run: ImportRun, table: Table, *, reading: Reading, rejects: Path, language: Language, at: datetime
    ) -> None:
        self.run, self.table, self.at, self.language = run, table, at, language
        self.mapper = Mapper(reading, table.columns, edition=shipped(), at=at)
        self.judging = Judging(run.owner, at=at)
        self._refused: list[tuple[Row, Refused]] = []
        self.rejects = Rejects(rejects, table.columns, language=language, kept=run.bad)

    def go(self, *, actor: Actor, told: Told = lambda rows: None, stop: Callable[[], bool] = lambda: False) -> bool:
        """Go on to the end, or until `stop` says so between two chunks; answers whether the end was reached."""
        try:
            for chunk in self._chunks(skip=self.run.done):
                if stop():
                    return False
                self._take(chunk, actor)
                told(len(chunk))
            return True
        finally:
            self.rejects.close()

    def try_out(self, *, actor: Actor, told: Told = lambda rows: None) -> Counts:
        """The same without writing any ticket: what would be made, what is there already, what would be refused."""
        counts = Counts()
        try:
            for chunk in self._chunks(skip=0):
                sound = self._sound(chunk, counts, actor)
                numbers = {one.opening.external_id for _, one in sound}
                there = Ticket.objects.unscoped("external numbers are unique").filter(external_id__in=numbers)
                already = there.count()
                counts.rows, counts.already = counts.rows + len(chunk), counts.already + already
                counts.made += len(sound) - already
                self._write_rejects()
                told(len(chunk))
        finally:
            self.rejects.close()
        return counts

    def _chunks(self, *, skip: int) -> Iterator[list[tuple[Row, Imported | Refused]]]:
        """The rows as mapped, in chunks. The mapper sees the skipped ones too: it counts rows that are equal."""
        mapped = ((row, self.mapper.map(row)) for row in self.table.rows())
        for _ in islice(mapped, skip):
            pass
        while chunk := list(islice(mapped, CHUNK)):
            yield chunk

    def _take(self, chunk: Sequence[tuple[Row, Imported | Refused]], actor: Actor) -> None:
        counts = Counts()
        rows = {id(one): row for row, one in chunk}
        openings = [one for row, one in self._kept(chunk, counts)]
        with transaction.atomic():
            result = open_chunk(openings, judging=self.judging, actor=actor)
            for one, refused in result.refused:
                self._reject(rows[id(one)], refused, counts)
            self._write_rejects()
            self.run.done += len(chunk)
            self.run.made += result.made
            self.run.already += result.already
            self.run.bad += counts.bad
            self.run.save(update_fields=["done", "made", "already", "bad"])

    def _sound(
        self, chunk: Sequence[tuple[Row, Imported | Refused]], counts: Counts, actor: Actor
    ) -> list[tuple[Row, Imported]]:
        sound = []
        for row, one in self._kept(chunk, counts):
            refused = refusal(one, actor=actor, at=self.at)
            if refused is None:
                sound.append((row, one))
            else:
                self._reject(row, refused, counts)
        return sound

    def _kept(self, chunk: Sequence[tuple[Row, Imported | Refused]], counts: Counts) -> list[tuple[Row, Imported]]:
        kept = []
        for row, one in chunk:
            if isinstance(one, Refused):
                self._reject(row, one, counts)
            else:
                kept.append((row, one))
        return kept

    def _reject(self, row: Row, refused: Refused, counts: Counts) -> None:
        counts.bad += 1
        self._refused.append((row, refused))

    def _write_rejects(self) -> None:
        """A chunk's rejected rows in the order of the file, whichever step refused them."""
        for row, refused in sorted(self._refused, key=lambda one: one[0].line):
            self.rejects.add(row.line, explain(refused, self.language, shipped()), row.cells)
        self._refused.clear()
        self.rejects.save()
