"""What a program is told when something was refused or failed: problem+json (RFC 9457), in the language it asks for."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header
from pydantic_core import to_json

from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.handbook.sentences import Language, say

CONTENT_TYPE = "application/problem+json"
# Refusals that are about who one is, what one may know of, or what others did meanwhile; all others are 422.
STATUS = {"not-allowed": 403, "not-found": 404, "stale": 409, "import-running": 409}
FAULTS = {
    "missing": "missing",
    "extra_forbidden": "extra_forbidden",
    "string_type": "not_text",
    "int_type": "not_whole",
    "int_parsing": "not_whole",
    "int_from_float": "not_whole",
    "bool_type": "not_boolean",
    "bool_parsing": "not_boolean",
    "dict_type": "not_object",
    "model_type": "not_object",
    "model_attributes_type": "not_object",
    "list_type": "not_list",
    "tuple_type": "not_list",
    "is_instance_of": "not_file",
    "string_pattern_mismatch": "pattern",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "string_too_short": "too_short",
    "too_short": "too_short",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "literal_error": "not_listed",
    "enum": "not_listed",
    "not_moment": "not_moment",
    "timezone_aware": "not_moment",
    "moment_out_of_reach": "moment_out_of_reach",
}


class Problem(Exception):
    """Carries a failure of the request itself out of wherever it was found. `code` is one of problems.toml."""

    def __init__(
        self,
        code: str,
        *,
        field: str | None = None,
        errors: Iterable[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
        **facts: Any,
    ) -> None:
        super().__init__(code)
        self.code, self.field, self.facts = code, field, facts
        self.errors, self.headers = list(errors), dict(headers or {})

    @property
    def status(self) -> int:
        status: int = words()["problems"][self.code]["status"]
        return status


@cache
def words() -> dict[str, Any]:
    """The texts of problems.toml."""
    return tomllib.loads(files("shouwen.api").joinpath("problems.toml").read_text("utf-8"))


def language(request: HttpRequest) -> Language:
    """The language of the answer's sentences: the first of Accept-Language that we speak, else Chinese."""
    for tag, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500].lower()):
        if tag.startswith(("zh", "en")):
            return "en" if tag.startswith("en") else "zh"
    return "zh"


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as a response."""
    told, spoken = words()["problems"][problem.code], language(request)
    return _response(
        problem.status,
        spoken,
        code=problem.code,
        detail=say(told[spoken], problem.facts, spoken, shipped()),
        field=problem.field or _only(problem.errors),
        errors=[_fault(error, spoken) for error in problem.errors],
        headers=problem.headers,
    )


def refused(request: HttpRequest, refusal: Refused, *, field: str | None = None) -> HttpResponse:
    """A refusal of the handbook as a response, with its clause and the field that mends it."""
    spoken, edition = language(request), shipped()
    entry = edition.refusals.get(refusal.code)
    detail = say(entry.label(spoken), refusal.facts, spoken, edition) if entry else refusal.code
    status = STATUS.get(refusal.code, 422)
    return _response(status, spoken, code=refusal.code, detail=detail, clause=refusal.clause or None, field=field)


def _response(
    status: int,
    spoken: Language,
    *,
    code: str,
    detail: str,
    clause: str | None = None,
    field: str | None = None,
    errors: Iterable[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    body = {
        "type": f"urn:shouwen:problem:{code}",
        "title": words()["titles"][str(status)][spoken],
        "status": status,
        "detail": detail,
        "code": code,
        "clause": clause,
        "field": field,
        "errors": list(errors),
    }
    response = HttpResponse(to_json(body), status=status, content_type=CONTENT_TYPE, headers=dict(headers or {}))
    response["Content-Language"] = "zh-Hans" if spoken == "zh" else "en"
    return response


def _only(errors: list[Mapping[str, Any]]) -> str | None:
    """The field, where all that is wrong is at one."""
    fields = {error["field"] for error in errors}
    return fields.pop() if len(fields) == 1 else None


def _fault(error: Mapping[str, Any], spoken: Language) -> dict[str, Any]:
    """One fault of the validation in words; one that we have no words for is at least named by its code."""
    kind = FAULTS.get(error["code"], "unknown")
    template = words()["faults"][kind][spoken]
    detail = error.get("detail") or say(template, error.get("facts", {}), spoken, shipped())
    return {"field": error["field"], "code": error["code"], "detail": detail}
