"""`GET /healthz`: whether this process serves. `GET /readyz`: whether the desk as a whole can do its work."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shouwen import __version__
from shouwen.wiring import database, heartbeat

SILENCE = timedelta(minutes=2)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answers 200 as long as the process answers at all; whoever starts it anew asks this. Needs no sign-in."""
    return JsonResponse({"status": "ok", "version": __version__})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answers 200 when database, tables and worker are as they should be, else 503 with every reason by its code.

    Whoever sends people here asks this. Tells nothing about the data and needs no sign-in.
    """
    reasons = list(_reasons(settings.ENVIRONMENT.data, timezone.now()))
    status = {"status": "not ready" if reasons else "ready", "version": __version__, "reasons": reasons}
    return JsonResponse(status, status=503 if reasons else 200)


def _reasons(data: Path, at: datetime) -> Iterator[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _migrated():
            yield "migrations-pending"
    except Error:
        yield "database-unreachable"
    beat = heartbeat.last(data)
    if beat is None:
        yield "worker-never-ran"
    # A sign of life from the future is one of before the clock was set back: it says nothing of now.
    elif abs(at - beat.at) > SILENCE:
        yield "worker-silent"
    elif beat.failing:
        yield "worker-failing"


_up_to_date: set[str] = set()


def _migrated() -> bool:
    """Whether nothing waits to be applied. A database that was found up to date is not asked again: it costs much."""
    name = str(connection.settings_dict["NAME"])
    if name not in _up_to_date and not database.pending():
        _up_to_date.add(name)
    return name in _up_to_date
