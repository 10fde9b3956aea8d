"""Tickets as programs read them: one, or a page of those that the filters mean."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from ninja import Path, Query

from shouwen.api.door import staff_of
from shouwen.api.operations import reads, told
from shouwen.api.problems import Problem
from shouwen.api.schemas.asked import Asked, TicketsAsked
from shouwen.api.schemas.said import Key
from shouwen.api.schemas.ticket import TicketOut, TicketsOut
from shouwen.api.telling import line, whole
from shouwen.people.models import Staff
from shouwen.tickets.models import Ticket
from shouwen.tickets.reads import paging
from shouwen.tickets.reads.due import RUNNING
from shouwen.tickets.reads.finding import find
from shouwen.tickets.reads.queues import SELECTED as IN_LISTS
from shouwen.tickets.reads.queues import narrow, narrowed
from shouwen.tickets.reads.ticket import SELECTED


@reads("/tickets", "tickets", answers={200: TicketsOut})
def tickets(request: HttpRequest, asked: Query[TicketsAsked]) -> HttpResponse:
    """The tickets that one may see, narrowed by filters, the newest first unless asked otherwise."""
    only_known(request.GET, TicketsAsked)
    order = paging.ORDERS[asked.sort]
    if asked.cursor and not paging.readable(asked.cursor, order):
        raise Problem("parameters-wrong", errors=[{"field": "cursor", "code": "unknown"}])
    rows = _rows(staff_of(request), asked, at=timezone.now()).prefetch_related("urgencies")
    page = paging.page(rows, order, paging.Spot(after=asked.cursor), size=asked.limit)
    return told(TicketsOut(items=[line(row) for row in page.rows], next=page.after or None))


@reads("/tickets/{ticket_id}", "ticket", answers={200: TicketOut}, fails=(404,))
def ticket(request: HttpRequest, ticket_id: Path[Key]) -> HttpResponse:
    """One ticket in full."""
    return told(whole(seen(staff_of(request), ticket_id)))


def seen(staff: Staff, key: str) -> Ticket:
    """The ticket of that key as far as the person may know of it; else there is none."""
    row: Ticket | None = Ticket.objects.seen_by(staff).select_related(*SELECTED).filter(pk=int(key)).first()
    if row is None:
        raise Http404
    return row


def only_known(given: QueryDict, asked: type[Asked]) -> None:
    """Refuse a parameter that is none of ours: a filter with a slip in its name would list everything."""
    unknown = sorted(given.keys() - asked.model_fields.keys())
    if unknown:
        raise Problem("parameters-wrong", errors=[{"field": name[:80], "code": "extra_forbidden"} for name in unknown])


def _rows(staff: Staff, asked: TicketsAsked, *, at: datetime) -> QuerySet[Ticket]:
    wanted = asked.filters()
    if asked.q.strip():
        rows = narrow(find(asked.q, staff).tickets.select_related(*IN_LISTS, "unit"), staff, wanted, at=at)
    else:
        rows = narrowed(staff, wanted, at=at).select_related("unit")
    if asked.due_before:
        rows = rows.filter(RUNNING, next_due_at__lt=asked.due_before)
    if asked.contacted_from:
        rows = rows.filter(contacted_at__gte=asked.contacted_from)
    if asked.contacted_to:
        rows = rows.filter(contacted_at__lt=asked.contacted_to)
    return rows.filter(external_id=asked.external_id) if asked.external_id else rows
