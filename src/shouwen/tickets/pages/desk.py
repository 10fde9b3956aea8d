"""My desk: what to do next."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.handbook.rights import Right
from shouwen.tickets import figures
from shouwen.tickets.pages.desk_lines import lines
from shouwen.tickets.pages.filters import leads_to
from shouwen.tickets.reads import desk, team

MOST_CONSENTS = 50
MOST_TASKS = 50


@require_safe
def my_desk(request: HttpRequest) -> HttpResponse:
    """Four numbers, those of other rooms, and one list; a manager sees the team's numbers above."""
    at = timezone.now()
    staff = request.user
    asked = list(desk.asked_of(staff)[:MOST_CONSENTS])
    mine = desk.numbers(staff, at)
    tasks = desk.tasks(staff, at, asked, MOST_TASKS)
    leads = staff.may(Right.TEAM)
    context = {
        "numbers": {name: {"n": mine[name], "url": leads_to(wanted)} for name, wanted in desk.FIGURES.items()},
        "figures": figures.figures(staff, at),
        "tasks": tasks,
        "lines": lines(tasks, at),
        "asked": len(asked),
        "most": MOST_TASKS,
        "team": team_numbers(team.numbers(staff, at)) if leads else None,
        "now": at,
    }
    return render(request, "tickets/desk/desk.html", context)


def team_numbers(numbers: dict[str, int], unit: str = "") -> dict[str, dict[str, object]]:
    """The team's numbers, each with the list that it counts."""
    return {
        name: {"n": numbers[name], "url": leads_to(replace(wanted, unit=unit))} for name, wanted in team.FIGURES.items()
    }
