"""What a dispute gives away: its papers."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shouwen.cases.pages import saved
from shouwen.disputes.pages.dispute import found


@never_cache
@require_safe
def paper(request: HttpRequest, pk: int, key: int) -> FileResponse:
    """A paper of the dispute, always to be saved, never to be opened in the page."""
    row = get_object_or_404(found(request, pk).papers, pk=key)
    return saved(row)
