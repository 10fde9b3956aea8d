"""Files that were handed in on the page: kept, mapped, sent to the worker, or dropped before anything came of them."""

from datetime import datetime
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from shouwen.cases.uploads import clean_name
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.people.models import Staff
from shouwen.tickets.importing import reading as readings
from shouwen.tickets.importing.cells import FileRefused
from shouwen.tickets.importing.reading import Reading
from shouwen.tickets.importing.running import unfit
from shouwen.tickets.importing.tables import Table, digest
from shouwen.tickets.models import ImportProfile, ImportRun


def receive(file: UploadedFile, *, by: Staff, at: datetime, language: str) -> ImportRun | Refused:
    """Keep a file that can be read, with the profile that fits it best. One that can't be read leaves nothing."""
    run = ImportRun(file_name=clean_name(file.name or "?"), owner=by, by=by, language=language, started_at=at)
    run.file.save(f"{at:%H%M%S%f}", file, save=False)
    try:
        path = Path(run.file.path)
        table = Table(path)
        run.profile, reading = readings.fitting(table.columns)
        run.sha256, run.reading, run.total = digest(path), reading.model_dump(mode="json"), table.count()
    except FileRefused as error:
        run.file.delete(save=False)
        return error.refused
    run.save()
    return run


def prepare(run: ImportRun, reading: Reading, *, owner: Staff, dry: bool) -> Refused | None:
    """Send a draft to the worker, to be tried out or to be taken in; why not, where it can't be."""
    refused = unfit(reading, Table(Path(run.file.path)))
    if refused is not None:
        return refused
    with transaction.atomic():
        held = ImportRun.rows.select_for_update().get(pk=run.pk)
        if held.state != ImportRun.State.DRAFT:
            return Refused.of(shipped(), "import-running")
        held.reading, held.owner, held.dry = reading.model_dump(mode="json"), owner, dry
        held.state, held.finished_at = ImportRun.State.WAITING, None
        held.done = held.made = held.already = held.bad = 0
        held.save()
    return None


def keep_profile(name: str, reading: Reading, *, by: Staff, at: datetime) -> None:
    """Keep how a file is read under a name; an older one of that name gives way."""
    kept = {"reading": reading.model_dump(mode="json"), "by": by, "at": at}
    ImportProfile.objects.update_or_create(name=name, defaults=kept)


def drop(run: ImportRun) -> None:
    """Forget a draft and its file. What was taken in stays for ever, and so does its run."""
    if run.state != ImportRun.State.DRAFT:
        return
    run.file.delete(save=False)
    if run.rejected:
        run.rejected.delete(save=False)
    run.delete()
