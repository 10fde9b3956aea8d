"""What was decided, because of which clauses, from which facts; and what was refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from pydantic import BaseModel

from shouwen.handbook.money import spell
from shouwen.handbook.sentences import Language, say

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition

T = TypeVar("T")

NOTHING: Mapping[str, Any] = MappingProxyType({})


def plain(value: Any) -> Any:
    """The value as JSON knows it: times in ISO 8601, amounts as strings, models and dataclasses as objects."""
    if isinstance(value, Decimal):
        return spell(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if is_dataclass(value) and not isinstance(value, type):
        return {key: plain(getattr(value, key)) for key in value.__dataclass_fields__}
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(plain(part) for part in value)
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value


@dataclass(frozen=True)
class Reason:
    """One step of a decision: the clause it follows, a code with its words in `reasons.toml`, the facts."""

    clause: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True)
class Decision(Generic[T]):
    """What was decided, why, and under which edition (its name)."""

    what: T
    because: tuple[Reason, ...]
    edition: str

    def as_json(self) -> dict[str, Any]:
        """The decision as plain JSON values, for the command line, the API and the ledger."""
        return {"what": plain(self.what), "because": plain(self.because), "edition": self.edition}


@dataclass(frozen=True)
class Refused:
    """Why something may not be done. Falsy, so that `if not done:` reads well. Never an exception."""

    code: str
    clause: str
    facts: Mapping[str, Any] = field(default_factory=lambda: NOTHING)

    def __bool__(self) -> bool:
        return False

    @classmethod
    def of(cls, edition: Edition, code: str, **facts: Any) -> Refused:
        """The refusal with the clause that the edition gives it. An unknown code is a bug: KeyError."""
        return cls(code=code, clause=edition.refusals[code].clause, facts=MappingProxyType(facts))

    def as_json(self) -> dict[str, Any]:
        return {"refused": self.code, "clause": self.clause, "facts": plain(self.facts)}


@overload
def explain(of: Decision[Any], language: Language, edition: Edition) -> list[str]: ...
@overload
def explain(of: Reason | Refused, language: Language, edition: Edition) -> str: ...
def explain(of: Decision[Any] | Reason | Refused, language: Language, edition: Edition) -> str | list[str]:
    """The decision, reason or refusal in sentences of that language, each with its clause at the end."""
    if isinstance(of, Decision):
        return [explain(reason, language, edition) for reason in of.because]
    told = edition.refusals if isinstance(of, Refused) else edition.reasons
    entry = told.get(of.code)
    sentence = say(entry.label(language), of.facts, language, edition) if entry else of.code
    return f"{sentence}（{of.clause}）" if language == "zh" else f"{sentence} ({of.clause})"
