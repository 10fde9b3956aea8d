"""The refund monitor: what needs a person first, each with what became of it."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.refunds.billing.choice import by_file
from shouwen.refunds.line import line
from shouwen.refunds.models import RANKS
from shouwen.refunds.reads import books, monitor
from shouwen.refunds.reads.monitor import Wanted


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The refunds that this person may see, by state, with how the line to billing stands."""
    wanted = Wanted(state=_typed(request, "state"), words=_typed(request, "words"))
    found = monitor.rows(request.user, wanted)
    page = monitor.page(found, after=_typed(request, "after"), before=_typed(request, "before"))
    counts = monitor.counts(request.user, wanted)
    context = {
        "wanted": wanted,
        "page": page,
        "states": [(code, counts[code], _link(wanted, state=code)) for code in RANKS],
        "every_url": _link(wanted, state=""),
        "previous_url": _link(wanted, before=page.before) if page.before else "",
        "next_url": _link(wanted, after=page.after) if page.after else "",
        "line": line(),
        "by_file": by_file() is not None,
        "differences": books.open_differences(request.user),
        "now": timezone.now(),
    }
    return render(request, "refunds/list.html", context)


@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """How many wait for a person, as the bare number beside the entry in the rail."""
    waiting = monitor.waiting_for_a_person(request.user)
    return HttpResponse(str(waiting) if waiting else "")


def _typed(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:100]


def _link(wanted: Wanted, **changes: str) -> str:
    said = {"state": wanted.state, "words": wanted.words, **changes}
    return f"?{urlencode({name: value for name, value in said.items() if value})}"
