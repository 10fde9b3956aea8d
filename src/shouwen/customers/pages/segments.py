"""Our own number segments: what the packaged attribution table does not know, or knows wrongly."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from shouwen.customers.attribution import Home
from shouwen.customers.models import NumberSegment
from shouwen.customers.pages.forms import SegmentForm, SegmentsForm
from shouwen.customers.verbs import drop_segment, set_segments
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from shouwen.web.answers import SeeOther, wrong
from shouwen.web.errors import add_refusal, refusal_page

PAGE = 100


@require_safe
def segments(request: HttpRequest) -> HttpResponse:
    """The segments by prefix; `?q=` narrows to those that begin so, the next page follows by key."""
    return render(request, "segment/list.html", _context(request))


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Adds one segment, or corrects it."""
    form = SegmentForm(request.POST)
    if form.is_valid():
        done = _set(request, form.segments())
        if not isinstance(done, Refused):
            return _saved(request, 1)
        add_refusal(form, done, field="prefix")
    return wrong(request, "segment/list.html", _context(request, form=form))


@require_POST
def load(request: HttpRequest) -> HttpResponse:
    """Takes a CSV file of segments: all of it, or, when a line is wrong, nothing."""
    form = SegmentsForm(request.POST, request.FILES)
    if form.is_valid():
        found = form.segments()
        done = _set(request, found)
        if not isinstance(done, Refused):
            return _saved(request, len(found))
        add_refusal(form, done, field="file")
    return wrong(request, "segment/list.html", _context(request, file_form=form))


@require_POST
def drop(request: HttpRequest, prefix: str) -> HttpResponse:
    """Takes a segment away."""
    done = drop_segment(actor=request.user, at=timezone.now(), prefix=prefix)
    if isinstance(done, Refused):
        return refusal_page(request, done, back=reverse("customers:segments"))
    return SeeOther(reverse("customers:segments"))


def _set(request: HttpRequest, found: Mapping[str, Home]) -> Done | Refused:
    return set_segments(actor=request.user, at=timezone.now(), segments=found)


def _saved(request: HttpRequest, count: int) -> HttpResponse:
    words = ngettext("%(count)s segment was saved.", "%(count)s segments were saved.", count)
    messages.success(request, words % {"count": count})
    return SeeOther(reverse("customers:segments"))


def _context(
    request: HttpRequest, *, form: SegmentForm | None = None, file_form: SegmentsForm | None = None
) -> dict[str, object]:
    words, after = request.GET.get("q", "")[:9], request.GET.get("after", "")[:9]
    found = NumberSegment.objects.filter(prefix__startswith=words, prefix__gt=after).order_by("prefix")
    rows = list(found[: PAGE + 1])
    asked = {"q": words} if words else {}
    more = f"?{urlencode(asked | {'after': rows[PAGE - 1].prefix})}" if len(rows) > PAGE else ""
    return {
        "rows": rows[:PAGE],
        "q": words,
        "more_url": more,
        "form": form or SegmentForm(),
        "file_form": file_form or SegmentsForm(),
    }
