"""The outermost middleware: gives every request a name of its own, times it, counts it, and logs one line of it."""

import logging
import secrets
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars

from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done, answered
from shouwen.web.outages import outage_of
from shouwen.wiring.metrics import instruments

LOG = logging.getLogger("shouwen.web")
VERB_LOG = logging.getLogger("shouwen.verbs")
# Asked for again and again by programs; a line of each would hide the others.
QUIET = {"healthz", "readyz", "metrics", "static"}


class Watch:
    """Middleware. It keeps no path and no query: an address is known by its name in the table of addresses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        answered.connect(_verb_answered, dispatch_uid="watch")
        got_request_exception.connect(_failed, dispatch_uid="watch")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        request_id = secrets.token_hex(8)
        clear_contextvars()
        bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        seconds = perf_counter() - began
        url = _name(request)
        instruments.request(url, request.method or "", response.status_code, seconds)
        response["X-Request-ID"] = request_id
        _log(request, url, response.status_code, seconds)
        return response


def _name(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is not None:
        return match.view_name or "unnamed"
    return "static" if request.path_info.startswith("/static/") else "unknown"


def _log(request: HttpRequest, url: str, status: int, seconds: float) -> None:
    level = logging.ERROR if status == 500 else logging.WARNING if status > 500 else logging.INFO
    if url in QUIET and status < 500:
        level = logging.DEBUG
    if LOG.isEnabledFor(level):
        # Who it is, if that was asked at all; asking now would cost a statement.
        person = getattr(request, "_cached_user", None) or getattr(getattr(request, "auth", None), "staff", None)
        staff = getattr(person, "code", None)
        said = {"url": url, "method": request.method, "status": status, "ms": round(seconds * 1000, 1)}
        LOG.log(level, "request", extra=said if staff is None else said | {"staff": staff})


def _failed(sender: object, **kwargs: Any) -> None:
    """What broke a request: an outage in a word, anything else with its story."""
    import sys

    error = sys.exc_info()[1]
    if outage := outage_of(error):
        instruments.OUTAGES.labels(str(outage)).inc()
        LOG.warning("the request met an outage", extra={"outage": str(outage)})
    else:
        LOG.error("the request broke", exc_info=True)


def _verb_answered(sender: object, *, verb: str, answer: Done | Refused, **kwargs: Any) -> None:
    instruments.verb(verb, answer)
    if isinstance(answer, Refused):
        VERB_LOG.info("refused", extra={"verb": verb, "refusal": answer.code, "clause": answer.clause or ""})
