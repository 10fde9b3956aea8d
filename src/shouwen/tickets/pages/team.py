"""The team page: what is due when, per person, and what waits for the manager."""

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.tickets.pages.desk import MOST_CONSENTS, team_numbers
from shouwen.tickets.pages.filters import called, leads_to, typed
from shouwen.tickets.reads import team
from shouwen.tickets.reads.desk import asked_of
from shouwen.tickets.reads.due import BANDS
from shouwen.tickets.reads.queues import Filters


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Everybody's load, the most pressed first; of one unit where the address names it."""
    at = timezone.now()
    units = list(team.units(request.user))
    unit = next((each for each in units if each.code == typed(request.GET, "unit")), None)
    code = unit.code if unit else ""
    led = team.team(request.user, at, unit)
    lines, more = led.lines()
    consents = list(asked_of(request.user)[: MOST_CONSENTS + 1])
    context = {
        "unit": unit,
        "units": called(units),
        "numbers": team_numbers(led.numbers(), code),
        "lines": [_row(line, code) for line in lines],
        "more": more,
        "queues": [
            {
                "waiting": each,
                "url": leads_to(Filters(whose="team", state="queued", unit=code, group=each.group.code)),
                "breached_url": leads_to(
                    Filters(whose="team", state="queued", unit=code, group=each.group.code, due="breached")
                ),
            }
            for each in led.queues()
        ],
        "consents": consents[:MOST_CONSENTS],
        "more_consents": len(consents) > MOST_CONSENTS,
        "now": at,
    }
    return render(request, "tickets/team/team.html", context)


def _row(line: team.Line, unit: str) -> Mapping[str, object]:
    """A line with the list behind each of its numbers."""
    code = line.staff.code
    cells = {
        name: {"n": line.load[name], "url": leads_to(replace(wanted, holder=code, unit=unit))}
        for name, wanted in team.LOADS.items()
    }
    return {
        "line": line,
        "url": leads_to(Filters(whose="team", holder=code, unit=unit)),
        "cells": cells,
        "bands": [cells[band] for band in BANDS],
        "owned": {"n": line.first_asked, "url": leads_to(Filters(whose="team", owner=code, unit=unit))},
    }
