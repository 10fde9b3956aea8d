"""`GET /metrics`, for Prometheus on this machine or with the token of SHOUWEN_METRICS_TOKEN."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from shouwen.wiring.metrics import folder
from shouwen.wiring.metrics.figures import Figures

LOOPBACK = ("127.0.0.1", "::1")
# What a proxy adds. Behind one everybody seems to come from this machine.
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded")

_figures = Figures(timezone.now, settings.ENVIRONMENT.data, folder.processes)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answers the figures of all web processes of this server and of the database; 404 to whoever may not ask."""
    if not may_scrape(request, settings.ENVIRONMENT.metrics_token):
        raise Http404
    own = generate_latest(_counted())
    asked = CollectorRegistry(auto_describe=False)
    asked.register(_figures)
    return HttpResponse(own + generate_latest(asked), content_type=CONTENT_TYPE_LATEST)


def may_scrape(request: HttpRequest, token: str) -> bool:
    """Whether this caller may have the figures: by the token, or from this very machine and through no proxy."""
    given = request.headers.get("Authorization", "")
    if token and secrets.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    direct = not any(name in request.headers for name in FORWARDED)
    return direct and request.META.get("REMOTE_ADDR") in LOOPBACK


def _counted() -> CollectorRegistry:
    shared = os.environ.get(folder.NAME)
    if shared is None:
        return REGISTRY
    every = CollectorRegistry()
    MultiProcessCollector(every, path=str(Path(shared)))
    return every
