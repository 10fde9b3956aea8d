"""Imports: a file handed in, how far it is, and the rows that could not be taken in (C4.7)."""

from pathlib import Path as FilePath
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Form, Path, Query
from ninja.files import UploadedFile
from pydantic_core import from_json

from shouwen.api import problems
from shouwen.api.door import staff_of
from shouwen.api.naming import colleague
from shouwen.api.operations import reads, told, writes
from shouwen.api.problems import Problem, language
from shouwen.api.schemas.asked import ImportIn, ImportsAsked
from shouwen.api.schemas.imports import ImportOut, ImportsOut, TroubleOut
from shouwen.api.schemas.said import Key
from shouwen.api.tickets import only_known
from shouwen.cases.uploads import turned_away
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.handbook.rights import Right
from shouwen.handbook.sentences import Language, say
from shouwen.people.models import Staff
from shouwen.tickets.importing import reading as readings
from shouwen.tickets.importing import uploads
from shouwen.tickets.importing.reading import BadReading, Reading
from shouwen.tickets.models import ImportRun

LIMITS = shipped().limits
FILE_LIMITS = LIMITS.model_copy(update={"attachment_bytes": LIMITS.import_bytes, "attachments_per_ticket": 1})
SAME = ("profile", "sha256", "state", "dry", "total", "done", "made", "already", "bad", "started_at", "finished_at")


@writes("/imports", "start_import", answers={202: ImportOut}, files=FILE_LIMITS)
def start_import(request: HttpRequest, file: File[UploadedFile], said: Form[ImportIn]) -> HttpResponse:
    """Hand a file in, to be taken in by the worker; how far it is, is asked at `Location`.

    It is read by the `profile` of that name, or by the `mapping`, else by the profile that fits its columns best.
    """
    only_known(request.POST, ImportIn)
    staff, spoken = staff_of(request), language(request)
    if stopped := turned_away(request):
        return problems.refused(request, stopped[0].refused, field="file")
    owner, reading = _owner(said, staff), _reading(said)
    if isinstance(owner, Refused):
        return problems.refused(request, owner, field="owner")
    run = uploads.receive(file, by=staff, at=timezone.now(), language=spoken)
    if isinstance(run, Refused):
        return problems.refused(request, run, field="file")
    read_as = reading or Reading.model_validate(run.reading)
    refused = uploads.prepare(run, read_as, owner=owner, dry=said.dry)
    if refused is not None:
        uploads.drop(run)
        return problems.refused(request, refused, field="mapping" if said.mapping else "profile")
    if reading is not None:
        ImportRun.rows.filter(pk=run.pk).update(profile=said.profile)
    fresh = ImportRun.rows.select_related("owner").get(pk=run.pk)
    return told(_told(fresh, spoken), 202, Location=f"/api/v1/imports/{run.pk}")


@reads("/imports", "imports", answers={200: ImportsOut})
def imports(request: HttpRequest, asked: Query[ImportsAsked]) -> HttpResponse:
    """The imports into one's own part of the house, the newest first."""
    only_known(request.GET, ImportsAsked)
    rows = ImportRun.objects.seen_by(staff_of(request)).select_related("owner").order_by("-pk")
    if asked.before:
        rows = rows.filter(pk__lt=int(asked.before))
    found, spoken = list(rows[: asked.limit + 1]), language(request)
    items = [_told(run, spoken) for run in found[: asked.limit]]
    return told(ImportsOut(items=items, next=items[-1].id if len(found) > asked.limit else None))


@reads("/imports/{import_id}", "import", answers={200: ImportOut}, fails=(404,))
def one(request: HttpRequest, import_id: Path[Key]) -> HttpResponse:
    """How far an import is, or what became of it."""
    return told(_told(_found(request, import_id), language(request)))


@reads("/imports/{import_id}/rejected", "import_rejected", answers={200: bytes}, fails=(404,))
def rejected(request: HttpRequest, import_id: Path[Key]) -> Any:
    """The rows that could not be taken in, with line and reason, to be mended and handed in again."""
    run = _found(request, import_id)
    if not run.rejected or not FilePath(run.rejected.path).exists():
        raise Http404
    name = f"{FilePath(run.file_name).name}.rejected.csv"
    return FileResponse(run.rejected.open("rb"), as_attachment=True, filename=name, content_type="text/csv")


def _found(request: HttpRequest, key: str) -> ImportRun:
    run: ImportRun | None = (
        ImportRun.objects.seen_by(staff_of(request)).select_related("owner").filter(pk=int(key)).first()
    )
    if run is None:
        raise Http404
    return run


def _owner(said: ImportIn, staff: Staff) -> Staff | Refused:
    """Of whom the tickets are first asked: oneself, unless it is said, and within one's own reach."""
    owner = colleague(said.owner, field="owner") if said.owner else staff
    if not staff.may(Right.IMPORT, owner.unit):
        return Refused.of(shipped(), "not-allowed", right=Right.IMPORT.value)
    return owner


def _reading(said: ImportIn) -> Reading | None:
    """How the file is to be read; None leaves it to its columns."""
    if said.mapping:
        try:
            return readings.read(from_json(said.mapping))
        except (BadReading, ValueError) as error:
            fault = {"field": "mapping", "code": "mapping", "detail": str(error)}
            raise Problem("invalid", errors=[fault]) from error
    found = readings.named(said.profile) if said.profile else None
    if said.profile and found is None:
        known = {"expected": ", ".join(readings.names())}
        raise Problem("invalid", errors=[{"field": "profile", "code": "literal_error", "facts": known}])
    return found


def _told(run: ImportRun, spoken: Language) -> ImportOut:
    return ImportOut(
        **{name: getattr(run, name) for name in SAME},
        id=run.pk,
        file=run.file_name,
        owner=run.owner.code,
        rejected=bool(run.rejected),
        trouble=_trouble(run, spoken),
    )


def _trouble(run: ImportRun, spoken: Language) -> TroubleOut | None:
    if not run.trouble:
        return None
    code, clause, facts = run.trouble["refused"], run.trouble["clause"], run.trouble["facts"]
    entry = shipped().refusals.get(code)
    detail = say(entry.label(spoken), facts, spoken, shipped()) if entry else code
    return TroubleOut(code=code, clause=clause, detail=detail)
