"""The API as addresses. Which right and which scope opens which stands in `people/doors.py`."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from shouwen.api import acting, deciding, imports, opening, papers, problems, tickets  # noqa: F401 - they declare the operations
from shouwen.api.bodies import JsonOnly
from shouwen.api.openapi import document
from shouwen.api.operations import ROUTER
from shouwen.api.problems import Problem
from shouwen.ledger.door import Refusal

app_name = "api"


class Api(NinjaAPI):
    """Lets every failure through to the entrance, which turns it into problem+json."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        if isinstance(exc, AuthenticationError):
            raise Problem("unauthenticated", headers={"WWW-Authenticate": 'Bearer realm="shouwen"'}) from exc
        if isinstance(exc, HttpError):
            raise Problem("malformed") from exc
        if isinstance(exc, Refusal):
            return problems.refused(request, exc.refused, field=exc.refused.facts.get("field"))
        if isinstance(exc, ValidationError):
            raise invalid(exc.errors) from exc
        raise exc


def invalid(errors: list[dict[str, Any]]) -> Problem | Http404:
    """What is wrong with a request whose parts do not fit their types: (where, name, steps within) of each."""
    where = errors[0]["loc"][0]
    if where == "path":
        return Http404()
    faults = [{"field": _field(error["loc"]), "code": error["type"], "facts": error.get("ctx", {})} for error in errors]
    return Problem("parameters-wrong" if where in ("query", "header") else "invalid", errors=faults)


def _field(loc: tuple[str | int, ...]) -> str:
    """The place of a fault: below the body the steps within it, else the parameter's name."""
    return ".".join(str(step) for step in (loc[2:] if loc[0] == "body" else loc[1:]))


api = Api(
    title="Shouwen",
    version="1",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    parser=JsonOnly(),
)
api.add_router("", ROUTER)


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The API described, for programs that make programs. It tells nothing about the data, so it needs no token."""
    return HttpResponse(document(api), content_type="application/json")


# Without the address of the root, where nothing is.
urlpatterns = [path("openapi.json", openapi, name="openapi"), *(one for one in api.urls[0] if one.name != "api-root")]
