"""What is wrong with an edition, said so that the person who wrote it can mend it."""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

UNIT = re.compile(r"_?(seconds|minutes|hours|days|half_working_days|calendar_months|months)$")


@dataclass(frozen=True)
class Problem:
    """One mistake: in which file, at which key, and the sentence that says what to mend."""

    file: str
    key: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.sentence}" if self.key else f"{self.file}: {self.sentence}"


def unknown(file: str, key: str, named: Iterable[str], known: Iterable[str]) -> Iterator[Problem]:
    """What is named at that key and isn't among what is known."""
    have = list(known)
    for code in named:
        if code not in have:
            yield Problem(file, key, f"names {code!r}, which doesn't exist; known: {', '.join(have)}")


class EditionError(ValueError):
    """The edition can't be used. `problems` holds every mistake found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def problems_of(file: str, model: type[BaseModel], error: ValidationError) -> list[Problem]:
    """Pydantic's findings as problems of that file."""
    return [
        Problem(file, ".".join(str(step) for step in found["loc"]), _sentence(found, model)) for found in error.errors()
    ]


def _sentence(found: ErrorDetails, model: type[BaseModel]) -> str:
    name = str(found["loc"][-1]) if found["loc"] else ""
    match found["type"]:
        case "extra_forbidden":
            return _unknown_key(name, _keys_at(model, found["loc"][:-1]))
        case "missing":
            return f"is missing: add {name}" + (', for example clause = "C5.2"' if name == "clause" else "")
        case "greater_than" | "greater_than_equal":
            return f"is {found['input']!r}: {found['msg'].replace('Input should be', 'it must be')}"
        case "string_pattern_mismatch" if name == "clause":
            return f'is {found["input"]!r}: write a clause of the handbook such as "C5.2", "M4" or "L1"'
        case _:
            return f"is {found['input']!r}: {found['msg'].replace('Input should', 'it should')}"


def _unknown_key(name: str, known: Sequence[str]) -> str:
    stem = UNIT.sub("", name)
    measured = [key for key in known if UNIT.search(key) and UNIT.sub("", key) == stem]
    if UNIT.search(name) and measured:
        return f"has the wrong unit: this time is given as {measured[0]}"
    return f"is not a known key; known here: {', '.join(known) or 'none'}"


def _keys_at(model: type[BaseModel], steps: Sequence[int | str]) -> list[str]:
    """The keys that the schema knows at that place."""
    here: Any = model
    for step in steps:
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(str(step))
            here = field.annotation if field else None
        elif get_origin(here) is Mapping:
            here = get_args(here)[1]
        here = _bare(here)
    if isinstance(here, type) and issubclass(here, BaseModel):
        return [field.alias or key for key, field in here.model_fields.items() if key != "code"]
    return []


def _bare(annotation: Any) -> Any:
    while get_origin(annotation) in (Annotated, Union, types.UnionType):
        annotation = get_args(annotation)[0]
    return annotation
