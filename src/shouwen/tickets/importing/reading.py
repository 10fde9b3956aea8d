"""How one kind of file is read: kept as a profile, shipped for known files, guessed for others."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from shouwen.tickets.importing.fields import BY_CODE, SEVERAL, guess
from shouwen.tickets.models import ImportProfile

SHIPPED = Path(__file__).with_name("profiles")


class BadReading(ValueError):
    """A profile that can't be used; says which part and why."""


class Reading(BaseModel):
    """Which columns are which field, what a value stands for, and what holds where a file says nothing.

    `origin` names the source: it stands before its numbers, so that the numbers of two sources never meet.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    origin: str = Field(default="", max_length=30, pattern=r"^[A-Za-z0-9._-]*$")
    columns: dict[str, tuple[str, ...]] = {}
    values: dict[str, dict[str, str]] = {}
    defaults: dict[str, str] = {}
    zone: str = "Asia/Shanghai"
    dates: Literal["", "dmy", "mdy"] = ""

    @field_validator("columns", "values", "defaults")
    @classmethod
    def known_fields(cls, given: dict[str, Any]) -> dict[str, Any]:
        for code in given:
            if code not in BY_CODE:
                raise ValueError(f"{code!r} is not a field; known: {', '.join(BY_CODE)}")
        return given

    @field_validator("columns")
    @classmethod
    def one_column_each(cls, given: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for code, columns in given.items():
            if len(columns) > 1 and code not in SEVERAL:
                raise ValueError(f"{code!r} takes one column, not {len(columns)}")
        return {code: columns for code, columns in given.items() if columns}

    @field_validator("zone")
    @classmethod
    def real_zone(cls, given: str) -> str:
        try:
            ZoneInfo(given)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"{given!r} is not a time zone; write one like Asia/Shanghai") from error
        return given

    def missing(self, columns: Iterable[str]) -> list[str]:
        """The columns that are mapped and that a file doesn't have."""
        have = set(columns)
        return [name for names in self.columns.values() for name in names if name not in have]

    def fitted(self, columns: Iterable[str]) -> "Reading":
        """The same, without the columns that a file doesn't have."""
        have = set(columns)
        kept = {code: tuple(name for name in names if name in have) for code, names in self.columns.items()}
        return self.model_copy(update={"columns": {code: names for code, names in kept.items() if names}})


def read(given: Mapping[str, Any]) -> Reading:
    """A reading from its plain values. Raises BadReading with a sentence for each mistake."""
    try:
        return Reading.model_validate(given)
    except ValidationError as error:
        told = [f"{'.'.join(map(str, e['loc']))}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors()]
        raise BadReading("\n".join(told)) from error


def shipped() -> dict[str, Reading]:
    """The profiles that come with the product, by name."""
    return {path.stem: read(tomllib.loads(path.read_text("utf-8"))) for path in sorted(SHIPPED.glob("*.toml"))}


def names() -> list[str]:
    """Every profile that can be named: the desk's own first, then those shipped."""
    own = list(ImportProfile.objects.order_by("name").values_list("name", flat=True))
    return own + [name for name in shipped() if name not in own]


def named(name: str) -> Reading | None:
    """A profile by its name; the desk's own goes before one shipped under the same name."""
    own = ImportProfile.objects.filter(name=name).first()
    return read(own.reading) if own else shipped().get(name)


def fitting(columns: Iterable[str]) -> tuple[str, Reading]:
    """The profile whose columns a file has all of, the one with the most; else ("", a guess from the heads)."""
    have = set(columns)
    best, best_name, most = None, "", 2
    for name in names():
        reading = named(name)
        needed = {column for columns in reading.columns.values() for column in columns} if reading else set()
        if reading and needed <= have and len(needed) > most:
            best, best_name, most = reading, name, len(needed)
    guessed = {code: tuple(found) for code, found in guess(columns).items()}
    return (best_name, best) if best else ("", Reading(columns=guessed))
