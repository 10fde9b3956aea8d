"""The OpenAPI of the API: what is generated from the types, and what the types do not say."""

from functools import cache
from typing import Any

from ninja import NinjaAPI
from pydantic_core import to_json

PREFIX = "/api/v1"
TEXT = {"schema": {"type": "string"}}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Sent again with the same key, the same request is answered again and done only once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
}
PROBLEM_HEADERS = {
    "401": {"WWW-Authenticate": TEXT},
    "429": {"Retry-After": {"schema": {"type": "integer"}}},
    "503": {"Retry-After": {"schema": {"type": "integer"}}},
}
# What may be asked next with the id that came.
AFTER_A_TICKET = ("ticket", "events", "attachments", "note", "contact", "transfer", "take", "declare", "answer")


@cache
def document(api: NinjaAPI) -> bytes:
    """The document as JSON."""
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=f"{PREFIX}/"))
    for path in made["paths"].values():
        for method, said in path.items():
            _finish(method, said)
    made["info"]["description"] = "Tickets, imports and decisions of the desk, under the rights of the token's person."
    return to_json(made)


def _finish(method: str, said: dict[str, Any]) -> None:
    """Failures are problem+json, changes take a key, an opened ticket leads on."""
    said["responses"] = {str(status): answer for status, answer in said["responses"].items()}
    for status, answer in said["responses"].items():
        content = answer.get("content", {})
        if int(status) >= 400:
            answer["content"] = {"application/problem+json": content.pop("application/json")}
            answer["headers"] = PROBLEM_HEADERS.get(status, {})
    for parameter in said["parameters"]:
        _never_null(parameter)
    if said["operationId"] == "attachment":
        binary = {"schema": {"type": "string", "format": "binary"}}
        said["responses"]["200"]["content"] = {"application/octet-stream": binary}
    if said["operationId"] == "import_rejected":
        said["responses"]["200"]["content"] = {"text/csv": {"schema": {"type": "string"}}}
    if method == "post" and said["operationId"] not in ("decide", "reveal"):
        said["parameters"].append(KEY)
    if said["operationId"] == "open_ticket":
        opened = said["responses"]["201"]
        opened["headers"] = {"Location": TEXT}
        opened["links"] = {
            name: {"operationId": name, "parameters": {"ticket_id": "$response.body#/id"}} for name in AFTER_A_TICKET
        }


def _never_null(parameter: dict[str, Any]) -> None:
    """A parameter that is not given is absent; an address has no way to say null."""
    kinds = [kind for kind in parameter["schema"].get("anyOf", []) if kind.get("type") != "null"]
    if len(kinds) == 1:
        del parameter["schema"]["anyOf"]
        parameter["schema"].update(kinds[0])
