"""The list of disputes: filtered, by the nearest deadline, fifty on a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from shouwen.disputes.reads import listing as reads
from shouwen.disputes.reads.listing import Filters
from shouwen.disputes.verbs.proposing import CHOICES
from shouwen.handbook.load import shipped
from shouwen.handbook.rights import Right
from shouwen.people.models import Staff
from shouwen.tickets.pages.filters import INDENT, link, typed
from shouwen.tickets.pages.queues import neighbours, place
from shouwen.tickets.reads import paging
from shouwen.web import labels

NAMES = ("whose", "state", "cause", "kind", "due")
DUE: dict[str, str | Promise] = {"overdue": gettext_lazy("Overdue"), "24h": gettext_lazy("Due in 24 h")}
KINDS = (*CHOICES, "rest")


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """A page of the list: the disputes of one's own part of the tree that are open, unless asked otherwise."""
    at, staff = timezone.now(), request.user
    wanted = wanted_by(request.GET, staff)
    order = reads.order(wanted)
    rows = reads.narrowed(staff, wanted, at=at)
    page = paging.page(rows, order, place(request.GET))
    context = {
        "page": page,
        "total": paging.total(page, rows),
        "wanted": wanted,
        "tabs": tabs(staff),
        "tab": {"mine": "mine", "part": "part"}.get(wanted.whose, "all"),
        "narrowed": any((wanted.state, wanted.cause, wanted.kind, wanted.due)),
        "without": link(request.GET, all="1", state="", cause="", kind="", due=""),
        **neighbours(request.GET, page),
        **choices(),
        "may_open": staff.may(Right.DISPUTE),
        "may_waive": staff.may(Right.WAIVE_LATE_FEE),
        "now": at,
    }
    return render(request, "disputes/lists/list.html", context)


def wanted_by(given: QueryDict, staff: Staff) -> Filters:
    """The filters in an address; without any, those of my part."""
    wanted = Filters(**{name: typed(given, name) for name in NAMES})
    return wanted if wanted != Filters() or given.get("all") else Filters(whose="part")


def choices() -> dict[str, Any]:
    """What the filters offer."""
    edition = shipped()
    named = [(code, labels.label("dispute_causes", code)) for code in edition.dispute_causes]
    return {
        "states": reads.states(),
        "kinds": KINDS,
        "causes": [(code, f"{INDENT * code.count('.')}{words}") for code, words in named],
        "dues": list(DUE.items()),
    }


def tabs(staff: Staff) -> list[dict[str, str]]:
    """The ways to look at disputes."""
    url = reverse("disputes:list")
    ways = [
        ("part", _("My part"), "whose=part"),
        ("mine", _("Mine"), "whose=mine"),
        ("all", _("All I may see"), "all=1"),
    ]
    shown = [way for way in ways if way[0] != "mine" or staff.may(Right.DISPUTE)]
    return [
        {"name": name, "label": label, "url": f"{url}?{said}", "key": str(spot)}
        for spot, (name, label, said) in enumerate(shown, 1)
    ]
