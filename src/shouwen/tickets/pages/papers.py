"""What a ticket gives away: its files, and its events as a file that proves itself."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shouwen.cases.pages import saved
from shouwen.handbook.rights import Right
from shouwen.ledger import export
from shouwen.tickets.pages.ticket import found


@never_cache
@require_safe
def attachment(request: HttpRequest, pk: int, key: int) -> FileResponse:
    """A file of the ticket, always to be saved, never to be opened in the page."""
    row = get_object_or_404(found(request, pk).attachments, pk=key)
    return saved(row)


@never_cache
@require_safe
def export_events(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The ticket's own chain as a file that the verifier reads."""
    ticket = found(request, pk)
    if not request.user.may(Right.EXPORT_EVENTS, ticket):
        raise PermissionDenied

    def lines() -> Iterator[str]:
        for line in export.lines([ticket.chain.name]):
            yield line + "\n"

    response = StreamingHttpResponse(lines(), content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{ticket.serial}.events.jsonl"'
    return response
