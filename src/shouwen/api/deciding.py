"""`POST /decide/{chapter}`: what the handbook says to given facts, the same answer as `shouwen decide`."""

import json
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path
from pydantic_core import to_json

from shouwen.api.operations import asks, reads
from shouwen.api.problems import Problem, language
from shouwen.api.schemas.decided import DecidedOut, RefusedOut, SchemaOut
from shouwen.handbook.decide import BadFacts, decide_chapter, facts_schema
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped

Chapter = Literal["urgency", "priority", "deadlines", "routing", "category", "working-time"]
ANY_FACTS = {
    "requestBody": {
        "required": True,
        "description": "The facts of the chapter; their schema is at /decide/{chapter}/schema.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


@asks("/decide/{chapter}", "decide", answers={200: DecidedOut | RefusedOut}, fails=(404,), openapi_extra=ANY_FACTS)
def decide(request: HttpRequest, chapter: Path[Chapter]) -> HttpResponse:
    """What was decided, because of which clauses, from which facts, under which edition.

    A refusal of the handbook is an answer too (`refused`). Nothing is stored.
    """
    try:
        decided = decide_chapter(chapter, request.body, shipped())
    except BadFacts as bad:
        raise _told(bad, language(request)) from bad
    said: dict[str, Any] = decided.as_json() | {"given": json.loads(request.body)}
    if isinstance(decided, Refused):
        said["edition"] = shipped().name
    return _json(said)


@reads("/decide/{chapter}/schema", "decide_schema", answers={200: SchemaOut}, fails=(404,))
def decide_schema(request: HttpRequest, chapter: Path[Chapter]) -> HttpResponse:
    """The JSON Schema of a chapter's facts."""
    return _json(facts_schema(chapter))


def _told(bad: BadFacts, spoken: str) -> Problem:
    """Facts that cannot be decided from: not JSON at all, or wrong at some fields."""
    if [name for name, _, _ in bad.problems] == [""] and "JSON" in bad.problems[0][1]:
        return Problem("malformed")
    faults = [{"field": name, "code": "fact", "detail": zh if spoken == "zh" else en} for name, zh, en in bad.problems]
    return Problem("invalid", errors=faults)


def _json(said: dict[str, Any]) -> HttpResponse:
    return HttpResponse(to_json(said), content_type="application/json")
