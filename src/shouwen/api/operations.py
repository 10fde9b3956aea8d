"""How an operation is declared: its name in the permission table, what it answers, and that it writes only once."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel

from shouwen.api.bodies import Body
from shouwen.api.door import Bearer
from shouwen.api.idempotency import once
from shouwen.api.schemas.said import Problem
from shouwen.handbook.schema import Limits

# What may become of any request.
ALWAYS = frozenset((400, 401, 403, 429, 500, 503))
# What may become of a request with a body beside that.
WITH_BODY = frozenset((409, 413, 415, 422))
# One for all: the operations of one address must stand together.
ROUTER = Router()
View = Callable[..., HttpResponse]


def reads(path: str, name: str, *, answers: dict[int, Any], fails: tuple[int, ...] = ()) -> Any:
    """Declare a question. `name` is its line in the permission table and its id in the OpenAPI."""
    return _declared("GET", path, name, answers, {*ALWAYS, *fails})


def asks(path: str, name: str, *, answers: dict[int, Any], fails: tuple[int, ...] = (), **more: Any) -> Any:
    """Declare a question that comes with a body; it changes nothing, so asking twice does no harm."""
    return _declared("POST", path, name, answers, {*ALWAYS, *WITH_BODY, *fails}, **more)


def writes(
    path: str, name: str, *, answers: dict[int, Any], fails: tuple[int, ...] = (), **more: Any
) -> Callable[[View], View]:
    """Declare a change. With an Idempotency-Key it is made once, however often it is sent."""
    declare = _declared("POST", path, name, answers, {*ALWAYS, *WITH_BODY, *fails}, **more)

    def change(view: View) -> View:
        @wraps(view)
        def keyed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return once(request, lambda: view(request, *args, **kwargs))

        declare(keyed)
        return view

    return change


def _declared(
    method: str,
    path: str,
    name: str,
    answers: dict[int, Any],
    fails: set[int],
    *,
    files: Limits | None = None,
    **more: Any,
) -> Any:
    """`files` are the limits of an operation that takes files; then its body is a form, else JSON."""
    responses = answers | dict.fromkeys(sorted(fails), Problem)
    return ROUTER.api_operation(
        [method],
        path,
        auth=Bearer(name, body=Body(files)),
        response=responses,
        operation_id=name,
        url_name=name,
        tags=[path.split("/")[1]],
        **more,
    )


def told(model: BaseModel, status: int = 200, **headers: str) -> HttpResponse:
    """What is told, as JSON."""
    return HttpResponse(model.model_dump_json(), status=status, content_type="application/json", headers=headers)
