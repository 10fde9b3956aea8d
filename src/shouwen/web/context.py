"""The template context of the frame: where one can go, and how this browser likes it."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from shouwen.web import navigation, preferences


def frame(request: HttpRequest) -> dict[str, Any]:
    """Answers `rail` (groups of entries), `slots` (entries by slot), `current` (name of the entry of this page),
    `prefer` (theme, rail, keys) and `now` (the moment of this page, UTC)."""
    entries = navigation.entries_for(getattr(request, "user", None))
    return {
        "rail": navigation.grouped(entries),
        "slots": {entry.slot: entry for entry in entries if entry.slot},
        "current": _current(request, entries),
        "prefer": preferences.read(request.COOKIES),
        "now": timezone.now(),
    }


def _current(request: HttpRequest, entries: list[navigation.Entry]) -> str:
    """The longest address that this page's address begins with, so that sub-pages light up their entry."""
    fitting = [entry for entry in entries if entry.group and _leads_to(entry.url, request.path)]
    return max(fitting, key=lambda entry: len(entry.url)).name if fitting else ""


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
