"""Imports that wait for the worker: claimed by a lease, taken a stretch at a time, gone on with by whoever is there."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.db.models import Q

from shouwen.handbook.decision import Refused
from shouwen.handbook.sentences import Language
from shouwen.ledger.scoped import Actor
from shouwen.people.models import Staff
from shouwen.people.system import IMPORT
from shouwen.tickets.importing.cells import FileRefused
from shouwen.tickets.importing.reading import Reading
from shouwen.tickets.importing.running import Taking
from shouwen.tickets.importing.runs import carry_out
from shouwen.tickets.importing.tables import Table
from shouwen.tickets.models import ImportRun

# A stretch ends with a chunk, so that a stop of the worker is not waited for.
STRETCH_SECONDS = 8.0
LEASE = timedelta(minutes=2)
WAITING, RUNNING = ImportRun.State.WAITING, ImportRun.State.RUNNING


def take_next(at: datetime, *, stop: Callable[[], bool] = lambda: False) -> bool:
    """Take the oldest waiting import on for a stretch; answers whether there was one. Safe side by side.

    When `stop` says so it pauses behind the chunk that it is in; whoever takes it next goes on from there.
    """
    run = _claim(at)
    if run is None:
        return False
    actor: Actor = Staff.objects.filter(pk=run.by_id).select_related("unit").first() or IMPORT
    rejects = Path(settings.MEDIA_ROOT) / rejected_name(run)
    rejects.parent.mkdir(parents=True, exist_ok=True)
    refused: Refused | None = None
    try:
        table = Table(Path(run.file.path))
        if run.dry:
            _try_out(run, table, rejects, actor)
        else:
            refused = _carry_on(run, table, rejects, actor, stop)
    except FileRefused as error:
        refused = error.refused
    _put_back(run, refused, rejects)
    return True


def rejected_name(run: ImportRun) -> str:
    """Where the rejected rows of a run are kept."""
    return f"imports/rejected/{run.pk}.csv"


def _claim(at: datetime) -> ImportRun | None:
    free = Q(lease_until=None) | Q(lease_until__lt=at)
    runs = (
        ImportRun.objects.unscoped("the worker takes any").filter(free, state__in=(WAITING, RUNNING)).exclude(file="")
    )
    for pk in runs.order_by("pk").values_list("pk", flat=True)[:5]:
        if runs.filter(pk=pk).update(lease_until=at + LEASE):
            found: ImportRun = ImportRun.rows.select_related("owner__unit", "chain").get(pk=pk)
            return found
    return None


def _carry_on(run: ImportRun, table: Table, rejects: Path, actor: Actor, stop: Callable[[], bool]) -> Refused | None:
    ends = monotonic() + STRETCH_SECONDS
    return carry_out(
        run,
        table,
        rejects=rejects,
        language=_language(run),
        actor=actor,
        now=_now,
        stop=lambda: stop() or monotonic() > ends,
    )


def _try_out(run: ImportRun, table: Table, rejects: Path, actor: Actor) -> None:
    """A dry run goes through in one stretch and leaves its counts on the draft."""
    run.done = run.bad = 0
    reading = Reading.model_validate(run.reading)
    taking = Taking(run, table, reading=reading, rejects=rejects, language=_language(run), at=_now())
    counts = taking.try_out(actor=actor)
    run.done, run.made, run.already, run.bad = counts.rows, counts.made, counts.already, counts.bad
    run.finished_at = _now()


def _put_back(run: ImportRun, refused: Refused | None, rejects: Path) -> None:
    """What remains to be said on the run: whether it goes on, and where its rejected rows are."""
    if run.dry:
        run.state = ImportRun.State.DRAFT
    if refused is not None:
        run.state, run.trouble = ImportRun.State.FAILED, refused.as_json()
    run.lease_until = None
    run.rejected.name = rejected_name(run) if rejects.exists() else ""
    run.save()


def _language(run: ImportRun) -> Language:
    return "en" if run.language == "en" else "zh"


def _now() -> datetime:
    return datetime.now(UTC)
