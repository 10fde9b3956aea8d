"""Runs of imports: begun, found again after a kill, brought to their end."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from shouwen.handbook.decision import Refused
from shouwen.handbook.sentences import Language
from shouwen.ledger.scoped import Actor
from shouwen.people.models import Staff
from shouwen.tickets.importing.cells import FileRefused
from shouwen.tickets.importing.reading import Reading
from shouwen.tickets.importing.running import Taking, Told
from shouwen.tickets.importing.tables import Table, digest
from shouwen.tickets.models import ImportRun
from shouwen.tickets.verbs import finish_import, start_import


def run_of(path: Path, *, profile: str, reading: Reading, owner: Staff, at: datetime) -> ImportRun:
    """The run of this very file, read the same way for the same person, that was cut off; else a new one, unsaved."""
    plain, sha256 = reading.model_dump(mode="json"), digest(path)
    cut_off = ImportRun.objects.unscoped("known by its contents").filter(
        sha256=sha256, owner=owner, state=ImportRun.State.RUNNING, file=""
    )
    found: ImportRun | None = next((run for run in cut_off if run.reading == plain), None)
    if found:
        return found
    name = path.name[-200:]
    return ImportRun(file_name=name, sha256=sha256, profile=profile, reading=plain, owner=owner, started_at=at)


def carry_out(
    run: ImportRun,
    table: Table,
    *,
    rejects: Path,
    language: Language,
    actor: Actor,
    now: Callable[[], datetime],
    told: Told = lambda rows: None,
    stop: Callable[[], bool] = lambda: False,
) -> Refused | None:
    """Begin the run or go on with it, to its end or until `stop`. Answers why, where it may not or cannot."""
    reading = Reading.model_validate(run.reading)
    if run.chain is None:
        begun = start_import(actor=actor, at=now(), run=run)
        if isinstance(begun, Refused):
            return begun
    taking = Taking(run, table, reading=reading, rejects=rejects, language=language, at=now())
    trouble: Refused | None = None
    try:
        if not taking.go(actor=actor, told=told, stop=stop):
            return None
    except FileRefused as error:
        trouble = error.refused
    finished = finish_import(run.pk, actor=actor, at=now(), trouble=None if trouble is None else trouble.as_json())
    run.refresh_from_db()
    if trouble is not None:
        return trouble
    return finished if isinstance(finished, Refused) else None
