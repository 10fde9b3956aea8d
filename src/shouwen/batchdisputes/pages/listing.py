"""The batches that one may see (C4.8.4)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.batchdisputes.reads import batch as reads
from shouwen.people.models import Staff

STATES = ("open", "closed", "all")
LARGEST = 2**62


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Those under way unless others are asked for, the newest first, a page at a time."""
    person: Staff = request.user
    state = request.GET.get("state", "")
    state = state if state in STATES else "open"
    found = reads.listed(person, state=state, before=number(request.GET.get("before", "")))
    rows = found[: reads.LIST]
    context = {
        "rows": rows,
        "state": state,
        "next_url": f"?state={state}&before={rows[-1].pk}" if len(found) > reads.LIST else "",
        "may_begin": person.may_open("batchdisputes:new"),
        "now": timezone.now(),
    }
    return render(request, "batchdisputes/list.html", context)


def number(text: str) -> int:
    """A key from an address; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
