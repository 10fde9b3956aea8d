"""The team page: what is due when, per person, and what waits for the manager."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.tickets.reads import team


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Everybody's load, the most pressed first."""
    at = timezone.now()
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    context = {
        "numbers": team.numbers(request.user, at),
        "lines": team.lines(request.user, at, midnight),
        "consents": list(team.consents(request.user)[:50]),
        "now": at,
    }
    return render(request, "tickets/team/team.html", context)
