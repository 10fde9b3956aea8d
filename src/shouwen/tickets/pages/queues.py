"""Queues: lists of tickets with filters, saved views, chosen columns, and work on many at once."""

from dataclasses import fields
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.handbook.load import shipped
from shouwen.handbook.rights import Right
from shouwen.people.models import Staff, Unit
from shouwen.people.reads import active_groups
from shouwen.tickets.models import SavedView
from shouwen.tickets.reads import paging, queues
from shouwen.tickets.reads.queues import Filters
from shouwen.web import labels


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """A page of a queue, sorted express, urgent, normal and then by deadline (C4.3) unless asked otherwise."""
    at = timezone.now()
    staff = request.user
    wanted = read_filters(request.GET, staff)
    order = paging.ORDERS.get(request.GET.get("sort", ""), paging.URGENT)
    rows = queues.narrowed(staff, wanted, at=at)
    page = paging.page(rows.prefetch_related("urgencies"), order, after=request.GET.get("after", ""))
    context = {
        "page": page,
        "total": queues.count(rows),
        "wanted": wanted,
        "sort": order.name,
        "tabs": tabs(),
        "tab": current_tab(wanted),
        "next_url": link(request.GET, after=page.after) if page.after else "",
        "first_url": "" if page.first else link(request.GET, after=""),
        "now": at,
        "may_transfer": staff.may(Right.BULK_TRANSFER),
        "views": staff.views.order_by("name"),
        "query": query(request.GET),
        **choices(staff),
    }
    return render(request, "tickets/lists/queue.html", context)


@require_safe
def counter(request: HttpRequest) -> HttpResponse:
    """The bare number of open tickets in my groups, for the rail."""
    rows = queues.narrowed(request.user, Filters(group="mine", state="queued"), at=timezone.now())
    return HttpResponse(queues.count(rows))


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters under a name; the same name again replaces them."""
    name = request.POST.get("name", "").strip()[:40]
    kept = query(QueryDict(request.POST.get("query", "")[:500]))
    if name:
        SavedView.objects.update_or_create(staff=request.user, name=name, defaults={"query": kept})
    return HttpResponseRedirect(f"{reverse('tickets:queues')}?{kept}")


@require_POST
def drop_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a saved view of one's own."""
    SavedView.objects.filter(staff=request.user, pk=pk).delete()
    return HttpResponseRedirect(reverse("tickets:queues"))


def read_filters(given: QueryDict, staff: Staff) -> Filters:
    """The filters in an address; without any, my groups for who has groups, else all."""
    names = {field.name for field in fields(Filters)}
    said = {name: given[name].strip() for name in names if given.get(name, "").strip()}
    if not said and not given.get("all"):
        said = {"group": "mine"} if staff.group_ids else {"owner": "me"}
    return Filters(**said)


def tabs() -> list[dict[str, str]]:
    """The four ways to look at tickets."""
    url = reverse("tickets:queues")
    return [
        {"name": "mine", "label": _("My groups"), "url": f"{url}?group=mine", "key": ""},
        {"name": "held", "label": _("In my hands"), "url": f"{url}?holder=me", "key": ""},
        {"name": "owned", "label": _("First asked of me"), "url": f"{url}?owner=me", "key": ""},
        {"name": "all", "label": _("All"), "url": f"{url}?all=1", "key": ""},
    ]


def current_tab(wanted: Filters) -> str:
    """Which of the tabs the filters belong to."""
    if wanted.group == "mine":
        return "mine"
    if wanted.holder == "me":
        return "held"
    return "owned" if wanted.owner == "me" else "all"


def query(given: QueryDict) -> str:
    """The filters as a query string, without the place in the list."""
    names = [field.name for field in fields(Filters)] + ["sort", "all"]
    return urlencode({name: given[name] for name in names if given.get(name)})


def link(given: QueryDict, **changes: str) -> str:
    """This page's address with some parameters changed; an empty one goes away."""
    said = {name: value for name, value in {**given.dict(), **changes}.items() if value}
    return f"?{urlencode(said)}"


def choices(staff: Staff) -> dict[str, Any]:
    """What the filters offer."""
    edition = shipped()
    return {
        "groups": list(active_groups()),
        "states": list(edition.states),
        "priorities": list(edition.priority.levels),
        "kinds": list(edition.urgency.kinds),
        "columns": list(edition.columns),
        "roots": edition.categories.roots,
        "units": Unit.objects.seen_by(staff).filter(active=True).order_by("path"),
        "language": labels.language(),
        "most": edition.limits.bulk_tickets,
    }
