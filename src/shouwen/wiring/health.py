"""`GET /healthz`: whether this process serves and reaches its database."""

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shouwen import __version__


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answers 200 when the database answers, else 503; needs no sign-in and tells nothing about the data."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return JsonResponse({"status": "database unreachable", "version": __version__}, status=503)
    return JsonResponse({"status": "ok", "version": __version__})
