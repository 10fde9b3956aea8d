"""Files to and from a billing system without an interface."""

from functools import wraps
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.handbook.decision import Refused
from shouwen.refunds.billing.choice import by_file
from shouwen.refunds.billing.files import MOST_BYTES
from shouwen.refunds.byfile import contents
from shouwen.refunds.forms import ResultForm
from shouwen.refunds.models import BatchFile
from shouwen.refunds.reads import books
from shouwen.refunds.results import take
from shouwen.web.answers import SeeOther, wrong
from shouwen.web.errors import add_refusal, too_large

# What the form may weigh beside its file.
FORM_BYTES = 64 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
def _overview(request: HttpRequest) -> HttpResponse:
    form = ResultForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if form.is_valid():
            file = form.cleaned_data["file"]
            answer = take(PurePath(file.name).name, file.read(), at=timezone.now(), by=request.user)
            if not isinstance(answer, Refused):
                said = {"applied": answer.applied, "already": answer.already, "differences": answer.differences}
                words = _("%(applied)s written, %(already)s known already, %(differences)s differences")
                messages.success(request, words % said)
                return SeeOther(reverse("refunds:files"))
            add_refusal(form, answer, field="file")
        return wrong(request, "refunds/files.html", _context(form))
    return render(request, "refunds/files.html", _context(form))


@csrf_exempt
@wraps(_overview)
def overview(request: HttpRequest) -> HttpResponse:
    """The files out and in, and a place for the next answer. A body that no honest file fills is not read at all."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > MOST_BYTES + FORM_BYTES:
        return too_large(request)
    answer: HttpResponse = csrf_protect(_overview)(request)
    return answer


@require_safe
def batch(request: HttpRequest, number: int) -> HttpResponse:
    """A batch file, to be carried to billing by hand; the same bytes as in the folder."""
    file = BatchFile.objects.filter(number=number).first()
    if file is None:
        raise Http404
    answer = HttpResponse(contents(file), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer


def _context(form: ResultForm) -> dict[str, Any]:
    batches, results = books.files()
    return {"form": form, "batches": batches, "results": results, "in_use": by_file(), "now": timezone.now()}
