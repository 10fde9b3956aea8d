"""The types that all bodies are made of: closed objects, texts that can be kept, times with their zone."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from shouwen.handbook.load import shipped

FIRST_YEAR, LAST_YEAR = 2000, 2100
# A NUL is no character that anybody typed, and PostgreSQL holds none.
WITHOUT_NUL = r"^[^\u0000]*$"
ISO = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?([Zz]|[+-]\d\d:?\d\d)")


def _moment(value: Any) -> Any:
    if not isinstance(value, str) or not ISO.fullmatch(value):
        raise PydanticCustomError("not_moment", "must be a time in ISO 8601 with its zone")
    return value


def _reachable(value: datetime) -> datetime:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise PydanticCustomError("moment_out_of_reach", "must lie in the years 2000 to 2100")
    return value.astimezone(UTC)


Text = Annotated[str, StringConstraints(pattern=WITHOUT_NUL)]
Code = Annotated[str, StringConstraints(pattern=WITHOUT_NUL, max_length=80)]
Line20 = Annotated[str, StringConstraints(pattern=WITHOUT_NUL, max_length=20)]
Line40 = Annotated[str, StringConstraints(pattern=WITHOUT_NUL, max_length=40)]
Line60 = Annotated[str, StringConstraints(pattern=WITHOUT_NUL, max_length=60)]
Line80 = Annotated[str, StringConstraints(pattern=WITHOUT_NUL, max_length=80)]
Line200 = Annotated[str, StringConstraints(pattern=WITHOUT_NUL, max_length=200)]
Moment = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_moment), AfterValidator(_reachable)]
Key = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,17}$")]
KeyOut = Annotated[int, PlainSerializer(str, return_type=str)]


def listed(group: str, *, empty: bool = False) -> Any:
    """Tells in the OpenAPI which codes the edition knows; the handbook itself refuses others, with its clause."""
    edition = shipped()
    codes = [leaf.code for leaf in edition.categories.open_leaves] if group == "leaves" else list(edition.groups[group])
    return Field(json_schema_extra={"enum": [*([""] if empty else []), *codes]})


class Said(BaseModel):
    """What a program says: nothing beside the fields that are named, each of its own type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Told(BaseModel):
    """What a program is told."""

    model_config = ConfigDict(frozen=True, json_schema_serialization_defaults_required=True)


class Fault(Told):
    """What is wrong with one field."""

    field: str
    code: str
    detail: str


class Problem(Told):
    """Why a request failed (RFC 9457): `code` for programs, `detail` for people, `clause` the rule that it follows."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    clause: str | None
    field: str | None
    errors: list[Fault]
