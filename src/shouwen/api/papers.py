"""What belongs to a ticket: its events, its files, and its customer in full for a reason."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Path, Query
from ninja.files import UploadedFile

from shouwen.api import problems
from shouwen.api.door import staff_of
from shouwen.api.operations import asks, reads, told, writes
from shouwen.api.schemas.asked import EventsAsked
from shouwen.api.schemas.papers import AttachmentOut, AttachmentsOut, CustomerOut, EventOut, EventsOut
from shouwen.api.schemas.said import Key
from shouwen.api.schemas.ticket import TicketOut
from shouwen.api.schemas.work import Reveal
from shouwen.api.telling import after
from shouwen.api.tickets import only_known, seen
from shouwen.cases import uploads
from shouwen.cases.pages import saved
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.ledger.models import Event
from shouwen.tickets import verbs
from shouwen.tickets.reads.ticket import attachments as files_of

AT_FIELD = {
    "reason-not-listed": "reason",
    "proof-missing": "proof",
    "proof-not-accepted": "proof",
    "unknown-code": "proof",
}
EVENT = ("seq", "code", "at", "actor", "edition", "facts", "prev", "hash")


@reads("/tickets/{ticket_id}/events", "events", answers={200: EventsOut}, fails=(404,))
def events(request: HttpRequest, ticket_id: Path[Key], asked: Query[EventsAsked]) -> HttpResponse:
    """What happened to a ticket, oldest first, as the ledger keeps it."""
    only_known(request.GET, EventsAsked)
    ticket = seen(staff_of(request), ticket_id)
    rows = Event.objects.filter(chain=ticket.chain_id, seq__gt=asked.after).order_by("seq")
    found = list(rows[: asked.limit + 1])
    items = [EventOut(**{name: getattr(row, name) for name in EVENT}) for row in found[: asked.limit]]
    return told(EventsOut(items=items, next=items[-1].seq if len(found) > asked.limit else None))


@reads("/tickets/{ticket_id}/attachments", "attachments", answers={200: AttachmentsOut}, fails=(404,))
def attachments(request: HttpRequest, ticket_id: Path[Key]) -> HttpResponse:
    """The files of a ticket."""
    ticket = seen(staff_of(request), ticket_id)
    items = [
        AttachmentOut(
            id=row.pk, name=row.name, kind=row.kind, size=row.size, sha256=row.sha256, by=row.by.code, at=row.at
        )
        for row in files_of(ticket)
    ]
    return told(AttachmentsOut(items=items))


@reads("/tickets/{ticket_id}/attachments/{key}", "attachment", answers={200: bytes}, fails=(404,))
def attachment(request: HttpRequest, ticket_id: Path[Key], key: Path[Key]) -> Any:
    """One file, as it was handed in."""
    row = seen(staff_of(request), ticket_id).attachments.filter(pk=int(key)).first()
    if row is None:
        raise Http404
    return saved(row)


@writes(
    "/tickets/{ticket_id}/attach",
    "attach",
    answers={200: TicketOut},
    fails=(404,),
    files=shipped().limits.model_copy(update={"attachments_per_ticket": 1}),
)
def attach(request: HttpRequest, ticket_id: Path[Key], file: File[UploadedFile]) -> HttpResponse:
    """Keep a file with the ticket. Its type is read from its contents."""
    if stopped := uploads.turned_away(request):
        return problems.refused(request, stopped[0].refused, field="file")
    received = uploads.read(file, shipped())
    if isinstance(received, Refused):
        return problems.refused(request, received, field="file")
    what = {name: getattr(received, name) for name in ("name", "kind", "size", "sha256", "file")}
    answer = verbs.attach(int(ticket_id), actor=staff_of(request), at=timezone.now(), **what)
    if isinstance(answer, Refused):
        return problems.refused(request, answer, field="file" if "attach" in answer.code else None)
    return told(after(answer))


@asks("/tickets/{ticket_id}/reveal", "reveal", answers={200: CustomerOut}, fails=(404,))
def reveal(request: HttpRequest, ticket_id: Path[Key], said: Reveal) -> HttpResponse:
    """The customer in full, for a reason from the list. Each telling is an event of its own; no key spares it (M4)."""
    told_of = {"reason": said.reason, "why": said.why, "proof": said.proof}
    answer = verbs.reveal(int(ticket_id), actor=staff_of(request), at=timezone.now(), seen=said.seen, **told_of)
    if isinstance(answer, Refused):
        return problems.refused(request, answer, field=AT_FIELD.get(answer.code))
    ticket = answer.subject
    names = ("number", "name", "identity", "grade", "brand", "province", "city")
    known = {name: getattr(ticket.customer, name) for name in names}
    return told(CustomerOut(**known, contact_phone=ticket.contact_phone))
