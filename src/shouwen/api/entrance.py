"""The entrance of the API: its requests go past everything that pages need (session, cookies, language, forms)."""

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import DisallowedHost, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import resolve

from shouwen.api import problems
from shouwen.api.bodies import LARGEST
from shouwen.api.problems import Problem
from shouwen.api.rates import Rate
from shouwen.web.outages import TOLD, outage_of

PREFIX = "/api/"
# What may be shown of an answer: nothing, it is not a page.
POLICY = "default-src 'none'; frame-ancestors 'none'"


class Entrance:
    """Middleware: answers every address below PREFIX by itself, all failures as problem+json."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        response = _answered(request)
        response["Content-Security-Policy"] = POLICY
        response.headers.setdefault("Cache-Control", "no-store")
        if not response.streaming:
            response["Content-Length"] = str(len(response.content))
        rate: Rate | None = getattr(request, "rate", None)
        for name, value in rate.headers().items() if rate else ():
            response[name] = value
        return response


def _answered(request: HttpRequest) -> HttpResponse:
    try:
        request.get_host()
        match = request.resolver_match = resolve(request.path_info)
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except Problem as problem:
        return problems.answer(request, problem)
    except DisallowedHost:
        return problems.answer(request, Problem("host-unknown"))
    except Http404:
        return problems.answer(request, Problem("not-found"))
    except RequestDataTooBig:
        return problems.answer(request, Problem("too-large", most=LARGEST))
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        return problems.answer(request, Problem("form-unreadable"))
    except Exception as error:
        got_request_exception.send(sender=Entrance, request=request)
        return problems.answer(request, _failure(error))
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = {"Allow": response.headers.get("Allow", "")}
        return problems.answer(request, Problem("method-not-allowed", method=request.method, headers=allowed))
    return response


def _failure(error: Exception) -> Problem:
    """A bad moment of the machine as what it is; anything else is a fault of ours."""
    outage = outage_of(error)
    if outage is None:
        return Problem("failed")
    return Problem(str(outage), headers={"Retry-After": str(TOLD[outage].retry_seconds)})
