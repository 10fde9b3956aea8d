"""Queues: lists of tickets with filters, sorted as they are to be worked (C4.3)."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shouwen.handbook.load import shipped
from shouwen.handbook.rights import Right
from shouwen.people.models import Staff
from shouwen.tickets.pages import filters
from shouwen.tickets.pages.lines import lines
from shouwen.tickets.reads import paging, queues
from shouwen.tickets.reads.queues import Filters
from shouwen.web import labels


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """A page of a queue: express, urgent, normal and then by deadline (C4.3), unless asked otherwise."""
    at = timezone.now()
    staff = request.user
    wanted = wanted_by(request.GET, staff)
    order = paging.order(request.GET.get("sort", ""), wanted.state)
    rows = queues.narrowed(staff, wanted, at=at)
    page = paging.page(rows, order, place(request.GET))
    asked = filters.query(request.GET)
    context = {
        "page": page,
        "lines": lines(page.rows, at, takeable=takeable(staff, page)),
        "total": paging.total(page, rows),
        "wanted": wanted,
        "in_force": filters.in_force(request.GET, wanted),
        "sort": order.name,
        "tabs": tabs(staff),
        "tab": current_tab(wanted),
        **neighbours(request.GET, page),
        "now": at,
        "may_transfer": staff.may(Right.BULK_TRANSFER),
        "takeable": takeable(staff, page),
        "views": list(staff.views.order_by("name")),
        "query": asked,
        "most": shipped().limits.bulk_tickets,
        "language": labels.language(),
        **filters.choices(),
    }
    return render(request, "tickets/lists/queue.html", context)


@require_safe
def counter(request: HttpRequest) -> HttpResponse:
    """The bare number of tickets that wait in the queues of my groups, for the rail."""
    rows = queues.narrowed(request.user, Filters(group="mine", state="queued"), at=timezone.now())
    return HttpResponse(paging.count(rows))


def wanted_by(given: QueryDict, staff: Staff) -> Filters:
    """The filters in an address; without any, my groups for who has groups, else what is mine."""
    wanted = filters.read(given)
    if wanted != Filters() or given.get("all"):
        return wanted
    return Filters(group="mine") if staff.group_ids else Filters(whose="me")


def place(given: QueryDict) -> paging.Spot:
    """Where in the list an address stands."""
    return paging.Spot(after=given.get("after", ""), before=given.get("before", ""))


def neighbours(given: QueryDict, page: paging.Page) -> dict[str, str]:
    """The addresses of the pages before and after this one."""
    return {
        "previous_url": filters.link(given, before=page.before) if page.before else "",
        "next_url": filters.link(given, after=page.after) if page.after else "",
    }


def takeable(staff: Staff, page: paging.Page) -> set[int]:
    """The groups from whose queues this person may take work over: their own, and a support lead any."""
    if not staff.may(Right.TAKE):
        return set()
    return {row.group_id for row in page.rows if row.group_id in staff.group_ids or staff.holds("support_lead")} - {
        None
    }


def tabs(staff: Staff) -> list[dict[str, str]]:
    """The ways to look at tickets."""
    url = reverse("tickets:queues")
    ways = [
        ("mine", _("My groups"), "group=mine"),
        ("held", _("In my hands"), "holder=me"),
        ("owned", _("First asked of me"), "owner=me"),
        ("team", _("My team"), "whose=team"),
        ("all", _("All I may see"), "all=1"),
    ]
    shown = [way for way in ways if way[0] != "team" or staff.may(Right.TEAM)]
    return [
        {"name": name, "label": label, "url": f"{url}?{said}", "key": str(place)}
        for place, (name, label, said) in enumerate(shown, 1)
    ]


def current_tab(wanted: Filters) -> str:
    """Which of the tabs the filters belong to."""
    if wanted.whose:
        return "team" if wanted.whose == "team" else ""
    if wanted.group == "mine":
        return "mine"
    if wanted.holder == "me":
        return "held"
    return "owned" if wanted.owner == "me" else "all"
