"""Importing files: hand one in, say which column is what, try it out, let the worker take it in."""

import re
from itertools import islice
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.cases.uploads import guarded, turned_away
from shouwen.customers import masking
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.tickets.forms.importing import FileForm, ReadingForm
from shouwen.tickets.importing import reading as readings
from shouwen.tickets.importing import uploads
from shouwen.tickets.importing.reading import Reading
from shouwen.tickets.importing.tables import Table
from shouwen.tickets.models import ImportRun
from shouwen.web import labels
from shouwen.web.answers import SeeOther, wrong
from shouwen.web.errors import add_refusal, refusal_words

SHOWN = 5
LONG_NUMBER = re.compile(r"\d{10,}")
LATEST = 30
LIMITS = shipped().limits
FILE_LIMITS = LIMITS.model_copy(update={"attachment_bytes": LIMITS.import_bytes, "attachments_per_ticket": 1})


@require_http_methods(["GET", "HEAD", "POST"])
def _listing(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        for stopped in turned_away(request):
            add_refusal(form, stopped.refused, field="file")
        if form.is_valid():
            file, at = form.cleaned_data["file"], timezone.now()
            run = uploads.receive(file, by=request.user, at=at, language=labels.language())
            if not isinstance(run, Refused):
                return SeeOther(reverse("tickets:import", args=[run.pk]))
            add_refusal(form, run, field="file")
        return wrong(request, "tickets/imports/list.html", _list_context(request, form))
    return render(request, "tickets/imports/list.html", _list_context(request, form))


def _list_context(request: HttpRequest, form: FileForm) -> dict[str, object]:
    runs = ImportRun.objects.seen_by(request.user).select_related("owner", "by").order_by("-pk")[:LATEST]
    return {"form": form, "runs": runs, "profiles": readings.names(), "now": timezone.now()}


# The latest imports, and a place for the next file.
listing = guarded(_listing, FILE_LIMITS)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: a draft with its mapping and first rows, else how far it is or what became of it."""
    run = _found(request, pk)
    if run.state != ImportRun.State.DRAFT:
        return render(request, "tickets/imports/run.html", _progress(run))
    if request.method == "POST" and request.POST.get("do") == "drop":
        uploads.drop(run)
        return SeeOther(reverse("tickets:imports"))
    return _draft(request, run)


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an import is, as a part of its page."""
    run = _found(request, pk)
    answer = render(request, "tickets/imports/progress.html", _progress(run))
    if run.state == ImportRun.State.DRAFT or run.finished_at:
        # The page around it is another one now.
        answer["HX-Refresh"] = "true"
    return answer


@require_safe
def rejected(request: HttpRequest, pk: int) -> FileResponse:
    """The rows that could not be taken in, with line and reason, to be mended and handed in again."""
    run = _found(request, pk)
    if not run.rejected or not Path(run.rejected.path).exists():
        raise Http404
    name = f"{Path(run.file_name).name}.rejected.csv"
    return FileResponse(run.rejected.open("rb"), as_attachment=True, filename=name, content_type="text/csv")


def _draft(request: HttpRequest, run: ImportRun) -> HttpResponse:
    table = Table(Path(run.file.path))
    chosen = request.GET.get("profile", "")
    base = (readings.named(chosen) if chosen else None) or Reading.model_validate(run.reading)
    initial = {"owner": run.owner.code}
    form = ReadingForm(request.POST or None, columns=table.columns, base=base.fitted(table.columns), initial=initial)
    context = {
        "run": run,
        "form": form,
        "columns": [(form[f"column_{place}"], samples) for place, samples in enumerate(_samples(table))],
        "profiles": readings.names(),
        "chosen": chosen or run.profile,
        "now": timezone.now(),
    }
    if request.method != "POST":
        return render(request, "tickets/imports/draft.html", context)
    if form.is_valid():
        reading, owner = form.cleaned_data["reading"], form.cleaned_data["owner"]
        refused = uploads.prepare(run, reading, owner=owner, dry=request.POST.get("do") != "start")
        if refused is None:
            if name := form.cleaned_data["save_as"].strip():
                uploads.keep_profile(name, reading, by=request.user, at=timezone.now())
            return SeeOther(reverse("tickets:import", args=[run.pk]))
        add_refusal(form, refused)
    return wrong(request, "tickets/imports/draft.html", context)


def _samples(table: Table) -> list[list[str]]:
    """The first cells of every column, for the eye; what looks like a number of somebody is masked (M4)."""
    first = [row.cells for row in islice(table.rows(), SHOWN)]
    return [[_masked(cells[place][:80]) for cells in first] for place in range(len(table.columns))]


def _masked(cell: str) -> str:
    return LONG_NUMBER.sub(lambda found: masking.number(found[0]), cell)


def _progress(run: ImportRun) -> dict[str, object]:
    going = run.state in (ImportRun.State.WAITING, ImportRun.State.RUNNING)
    trouble = run.trouble and Refused(run.trouble["refused"], run.trouble["clause"], run.trouble["facts"])
    said = _("Trying it out") if run.dry else _("Taking it in")
    return {
        "run": run,
        "going": going,
        "words": said,
        "trouble": refusal_words(trouble) if trouble is not None else "",
        "now": timezone.now(),
    }


def _found(request: HttpRequest, pk: int) -> ImportRun:
    run = ImportRun.objects.seen_by(request.user).select_related("owner", "by").filter(pk=pk).exclude(file="").first()
    if run is None:
        raise Http404
    found: ImportRun = run
    return found
