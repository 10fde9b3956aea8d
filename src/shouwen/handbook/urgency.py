"""Which urgent kinds 紧急投诉 a complaint is of, each with its evidence (C1.3.1 – C1.3.8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AwareDatetime, Field

from shouwen.handbook.batch import is_batch
from shouwen.handbook.decision import Decision, Reason
from shouwen.handbook.facts import BrandCode, CategoryCode, Facts, GradeCode, KindCode, Of
from shouwen.handbook.repeat import is_repeat
from shouwen.handbook.schema import Direction
from shouwen.handbook.sentences import SHANGHAI
from shouwen.handbook.signals import signals_in

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition


class SensitiveMark(Facts):
    """Who marked the customer as sensitive, why, until when (the last day included; none: no end)."""

    by: str
    why: str
    until: AwareDatetime | date | None = None


class Declared(Facts):
    """A kind that a person declared, with the reason."""

    kind: KindCode
    by: str
    why: str


class Earlier(Facts):
    """An archived complaint of the customer; `confirmed`: the clerk's word that it is the same matter."""

    serial: str
    archived_at: AwareDatetime
    category: CategoryCode
    confirmed: bool | None = None


class BatchCount(Facts):
    """Distinct customers with the same matter in the window, this one included; the incident, if any."""

    ordinary: int = Field(default=0, ge=0)
    vip: int = Field(default=0, ge=0)
    incident: str | None = None


class UrgencyFacts(Facts):
    """What urgency is judged from. An empty string means "not known"."""

    category: CategoryCode
    source: Annotated[str, Of("sources")]
    contacted_at: AwareDatetime
    grade: GradeCode = ""
    brand: BrandCode = ""
    group_grade: Annotated[str, Of("group_grades")] = ""
    key_person: bool = False
    government: bool = False
    sensitive: SensitiveMark | None = None
    text: str = ""
    declared: Annotated[tuple[Declared, ...], Field(strict=False)] = ()
    home_city: str = ""
    home_province: str = ""
    branch_city: str = ""
    branch_province: str = ""
    direction: Direction = "none"
    earlier: Annotated[tuple[Earlier, ...], Field(strict=False)] = ()
    batch: BatchCount | None = None
    raised: bool = False


@dataclass(frozen=True)
class Kind:
    """An urgent kind that applies or is proposed, its clause, and what it was seen by."""

    kind: str
    clause: str
    evidence: dict[str, Any]


@dataclass(frozen=True)
class Urgency:
    """The kinds that apply; and those that a person must confirm or deny first."""

    kinds: tuple[Kind, ...]
    proposed: tuple[Kind, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(kind.kind for kind in self.kinds)


Finding = tuple[str, str, dict[str, Any]]


def judge(facts: UrgencyFacts, edition: Edition) -> Decision[Urgency]:
    """All urgent kinds of a complaint; each kind once, with the evidence of every reason for it (C1.3)."""
    certain = [*_declared(facts), *_found(facts, edition)]
    sure = {kind for kind, _, _ in certain}
    proposed = [finding for finding in _proposed(facts, edition) if finding[0] not in sure]
    urgency = Urgency(kinds=_kinds(certain, edition), proposed=_kinds(proposed, edition))
    clauses = {code: entry.clause for code, entry in edition.urgency.kinds.items()}
    because = tuple(Reason(clauses[kind], code, evidence) for kind, code, evidence in (*certain, *proposed))
    nothing = Reason("C1.3", "nothing-urgent", {})
    return Decision(urgency, because or (nothing,), edition.name)


def _kinds(findings: list[Finding], edition: Edition) -> tuple[Kind, ...]:
    kinds: list[Kind] = []
    for code, entry in edition.urgency.kinds.items():
        evidence = {reason: part for kind, reason, part in findings if kind == code}
        if evidence:
            kinds.append(Kind(code, entry.clause, evidence))
    return tuple(kinds)


def _declared(facts: UrgencyFacts) -> Iterator[Finding]:
    for said in facts.declared:
        yield said.kind, "declared-kind", {"kind": said.kind, "by": said.by, "why": said.why}


def _found(facts: UrgencyFacts, edition: Edition) -> Iterator[Finding]:
    source = edition.sources.get(facts.source)
    if source and source.bypass:
        yield "bypass", "bypass-source", {"source": facts.source}
    yield from _batch(facts, edition)
    if confirmed := _earlier(facts, edition, confirmed=True):
        yield "repeat", "repeat-confirmed", {"serials": confirmed}
    if facts.raised:
        yield "raised", "raised-up", {}
    yield from _cross_region(facts)
    yield from _important(facts, edition)
    if facts.sensitive and _still_marked(facts.sensitive, facts.contacted_at):
        mark = facts.sensitive
        yield "sensitive", "sensitive-mark", {"by": mark.by, "why": mark.why, "until": mark.until}


def _proposed(facts: UrgencyFacts, edition: Edition) -> Iterator[Finding]:
    if hints := signals_in(facts.text, edition):
        words = [word for hint in hints for word in hint.words]
        yield "major", "major-proposed", {"signals": [hint.signal for hint in hints], "words": words}
    if unconfirmed := _earlier(facts, edition, confirmed=None):
        yield "repeat", "repeat-proposed", {"serials": unconfirmed}


def _batch(facts: UrgencyFacts, edition: Edition) -> Iterator[Finding]:
    count = facts.batch
    if count is None:
        return
    if count.incident:
        yield "batch", "batch-incident", {"incident": count.incident}
    elif is_batch(count.ordinary, count.vip, edition):
        yield "batch", "batch-counted", {"ordinary": count.ordinary, "vip": count.vip}


def _earlier(facts: UrgencyFacts, edition: Edition, *, confirmed: bool | None) -> list[str]:
    return [
        one.serial
        for one in facts.earlier
        if one.confirmed is confirmed
        and one.category == facts.category
        and is_repeat(one.archived_at, facts.contacted_at, edition)
    ]


def _cross_region(facts: UrgencyFacts) -> Iterator[Finding]:
    """A home that isn't this branch's. Where only one side is known nothing is concluded."""
    cities = facts.home_city and facts.branch_city and facts.home_city != facts.branch_city
    provinces = facts.home_province and facts.branch_province and facts.home_province != facts.branch_province
    if cities or provinces:
        home = facts.home_city or facts.home_province
        yield "cross_region", "home-elsewhere", {"home_city": home, "branch_city": facts.branch_city}
    if facts.direction != "none":
        yield "cross_region", "direction-between", {"direction": facts.direction}


def _important(facts: UrgencyFacts, edition: Edition) -> Iterator[Finding]:
    grade = edition.grades.get(facts.grade)
    if grade and grade.important:
        yield "important", "important-grade", {"grade": facts.grade}
    group = edition.group_grades.get(facts.group_grade)
    if facts.key_person and group and group.important:
        yield "important", "important-key-person", {"group_grade": facts.group_grade}
    if facts.government:
        yield "important", "important-government", {}


def _still_marked(mark: SensitiveMark, at: datetime) -> bool:
    if mark.until is None:
        return True
    if isinstance(mark.until, datetime):
        return at <= mark.until
    return at.astimezone(SHANGHAI).date() <= mark.until
