"""Files of customers that are handed in on the page: kept where they can be read, else nothing stays behind."""

from datetime import datetime
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from shouwen.batchdisputes.listing.heads import unfit
from shouwen.batchdisputes.models import BatchDispute, BatchList
from shouwen.batchdisputes.verbs import hand_in_list
from shouwen.cases.uploads import clean_name
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from shouwen.people.models import Staff
from shouwen.tickets.importing.cells import FileRefused
from shouwen.tickets.importing.tables import Table, digest


def receive(batch: BatchDispute, file: UploadedFile, *, by: Staff, at: datetime, language: str) -> Done | Refused:
    """Keep a list for the worker; refused at once where it can't be read or a column is missing."""
    kept = BatchList(file_name=clean_name(file.name or "?"), language=language)
    kept.file.save(f"{at:%H%M%S%f}", file, save=False)
    answer: Done | Refused | None = None
    try:
        path = Path(kept.file.path)
        answer = unfit(Table(path).columns, money=batch.money)
        kept.sha256 = digest(path)
    except FileRefused as error:
        answer = error.refused
    if answer is None:
        answer = hand_in_list(batch.pk, actor=by, at=at, kept=kept)
    if isinstance(answer, Refused):
        kept.file.delete(save=False)
    return answer
