"""What a chapter of the handbook answers."""

from typing import Any

from pydantic import ConfigDict

from shouwen.api.schemas.said import Told


class ReasonOut(Told):
    """One step: the clause, the code of its sentence, and the facts in it."""

    clause: str
    code: str
    facts: dict[str, Any]


class DecidedOut(Told):
    """A decision."""

    what: Any
    because: list[ReasonOut]
    edition: str
    given: dict[str, Any]


class RefusedOut(Told):
    """A refusal, which is an answer too."""

    refused: str
    clause: str
    facts: dict[str, Any]
    edition: str
    given: dict[str, Any]


class SchemaOut(Told):
    """A JSON Schema."""

    model_config = ConfigDict(extra="allow")
