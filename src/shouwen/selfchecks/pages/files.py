"""What other places report of a month: the partners' report, another channel's refunds (C4.8.7)."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shouwen.cases.uploads import clean_name, guarded, turned_away
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.handbook.rights import Right
from shouwen.people.models import Unit
from shouwen.people.reads import units_under
from shouwen.selfchecks import reported, verbs
from shouwen.selfchecks.forms import FileForm
from shouwen.selfchecks.reads import checks
from shouwen.web.answers import SeeOther, wrong
from shouwen.web.errors import add_refusal

LATEST = 60
LIMITS = shipped().limits
FILE_LIMITS = LIMITS.model_copy(update={"attachment_bytes": LIMITS.import_bytes, "attachments_per_ticket": 1})
FIELDS = {
    "month-wrong": "month",
    "text-missing": "source",
    "file-taken-already": "file",
    "file-without-rows": "file",
    "file-columns-missing": "file",
}


@require_http_methods(["GET", "HEAD", "POST"])
def _listing(request: HttpRequest) -> HttpResponse:
    units = branches(request)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FileForm(*posted, units=units)
    if request.method == "POST":
        for stopped in turned_away(request):
            add_refusal(form, stopped.refused, field="file")
        if form.is_valid():
            refused = _take(request, form, units)
            if refused is None:
                messages.success(request, _("Taken in. The month's check is run once more with it."))
                return SeeOther(reverse("selfchecks:files"))
            add_refusal(form, refused, field=FIELDS.get(refused.code))
        return wrong(request, "selfchecks/checks/files.html", _context(request, form, units))
    return render(request, "selfchecks/checks/files.html", _context(request, form, units))


# The files that were taken in, and a place for the next.
listing = guarded(_listing, FILE_LIMITS)


def branches(request: HttpRequest) -> list[Unit]:
    """The branches for which this person may hand a file in."""
    kinds = (Unit.Kind.BRANCH, Unit.Kind.PROVINCE)
    return list(units_under(request.user, Right.CLEAR_CHECKS).filter(kind__in=kinds, active=True).order_by("path"))


def _context(request: HttpRequest, form: FileForm, units: list[Unit]) -> dict[str, object]:
    files = checks.files(request.user)[:LATEST]
    return {"form": form, "files": files, "may": bool(units), "now": timezone.now()}


def _take(request: HttpRequest, form: FileForm, units: list[Unit]) -> Refused | None:
    said, file = form.cleaned_data, form.cleaned_data["file"]
    read = _read(file)
    if isinstance(read, Refused):
        return read
    answer = verbs.take_file(
        actor=request.user,
        at=timezone.now(),
        kind=said["kind"],
        unit=next(unit for unit in units if str(unit.pk) == said["unit"]),
        month=said["month"],
        source=said["source"].strip() if said["kind"] == "other_channel" else "",
        name=clean_name(file.name or "?"),
        sha256=read.sha256,
        rows=read.rows,
        bad=read.bad,
    )
    return answer if isinstance(answer, Refused) else None


def _read(file: UploadedFile) -> reported.Reported | Refused:
    """The file's rows. It is read from a place of its own and not kept: its numbers are not ours to keep."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "reported"
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        return reported.read(path)
