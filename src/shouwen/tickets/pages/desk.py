"""My desk: what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.handbook.rights import Right
from shouwen.tickets.reads import desk, team


@require_safe
def my_desk(request: HttpRequest) -> HttpResponse:
    """Four numbers and one list; a manager sees the team's numbers above."""
    at = timezone.now()
    staff = request.user
    context = {
        "numbers": desk.numbers(staff, at),
        "tasks": desk.tasks(staff, at),
        "team": team.numbers(staff, at) if staff.may(Right.TEAM) else None,
        "now": at,
    }
    return render(request, "tickets/desk/desk.html", context)
