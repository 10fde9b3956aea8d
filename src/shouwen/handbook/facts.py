"""Facts handed to a decision: typed, frozen, strict. From which list a code comes is said at the field."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition


class Facts(BaseModel):
    """What a decision is made from. Unknown fields and wrong types are refused."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


@dataclass(frozen=True)
class Of:
    """Marks a field whose code must stand in that group of the edition; an empty code means "not known"."""

    group: str


GradeCode = Annotated[str, Of("grades")]
BrandCode = Annotated[str, Of("brands")]
CategoryCode = Annotated[str, Of("categories")]
KindCode = Annotated[str, Of("kinds")]
# Lists come from JSON and from Python alike; they become tuples so that the facts stay frozen.
KindCodes = Annotated[tuple[KindCode, ...], Field(strict=False)]


def unknown_codes(facts: BaseModel, edition: Edition, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Every (field, value, group) where the edition doesn't know the code."""
    for name, field in type(facts).model_fields.items():
        marks = [mark.group for mark in field.metadata if isinstance(mark, Of)]
        groups = marks or _inner_groups(field.annotation)
        value = getattr(facts, name)
        for place, part in _parts(f"{path}{name}", value):
            if isinstance(part, BaseModel):
                yield from unknown_codes(part, edition, f"{place}.")
            elif groups and isinstance(part, str) and part and part not in edition.groups[groups[0]]:
                yield place, part, groups[0]


def _parts(place: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, tuple):
        for index, part in enumerate(value):
            yield f"{place}.{index}", part
    else:
        yield place, value


def _inner_groups(annotation: Any) -> list[str]:
    """The marks inside tuple[...] and unions."""
    if get_origin(annotation) is Annotated:
        return [mark.group for mark in get_args(annotation)[1:] if isinstance(mark, Of)]
    if get_origin(annotation) in (tuple, Union, types.UnionType):
        return [group for part in get_args(annotation) for group in _inner_groups(part)]
    return []
