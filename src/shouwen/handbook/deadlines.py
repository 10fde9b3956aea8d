"""How long everything may take 处理时限: completion by type, and the limits around it (C5.2, C3.2, L1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AwareDatetime, BeforeValidator, Field

from shouwen.handbook.decision import Decision, Reason
from shouwen.handbook.default_calendar import default_calendar
from shouwen.handbook.facts import BrandCode, CategoryCode, Facts, GradeCode, KindCodes
from shouwen.handbook.schema import DeadlineType, Direction, Unit, When, WorkLimit
from shouwen.handbook.sentences import SHANGHAI
from shouwen.handbook.worktime import Calendar, Due, Hours, add_work_minutes

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition

# Whose brand isn't known counts as another network's customer (C5.2).
UNKNOWN_BRAND = "other_network"
# The clocks that begin when the ticket was entered; all others begin with the customer's contact.
FROM_ENTRY = ("passed_on",)


class CalendarFacts(Facts):
    """Exceptions to Monday–Friday, the years announced, and the table's version."""

    days: dict[date, bool] = {}
    announced: Annotated[tuple[int, ...], Field(strict=False)] = ()
    version: int = 0

    def calendar(self) -> Calendar:
        return Calendar(days=self.days, announced=frozenset(self.announced), version=self.version)


def calendar_facts(given: Calendar) -> CalendarFacts:
    """A calendar that was read already, taken as it is, without checking every day again."""
    return CalendarFacts.model_construct(
        days=dict(given.days), announced=tuple(sorted(given.announced)), version=given.version
    )


def _as_facts(given: Any) -> Any:
    return calendar_facts(given) if isinstance(given, Calendar) else given


class DeadlineFacts(Facts):
    """What the deadlines of one complaint are decided from. Without a calendar the packaged one is used."""

    contacted_at: AwareDatetime
    entered_at: AwareDatetime
    category: CategoryCode
    grade: GradeCode = ""
    brand: BrandCode = ""
    kinds: KindCodes = ()
    direction: Direction = "none"
    hours: str | None = None
    calendar: Annotated[CalendarFacts | None, BeforeValidator(_as_facts)] = None


@dataclass(frozen=True)
class Among:
    """A row of C5.2 that applied, with its hours."""

    type: str
    hours: int


@dataclass(frozen=True)
class LimitRule:
    """A limit without times: so many minutes, of clock time or working time, and why."""

    minutes: int
    unit: Unit
    clause: str
    because: tuple[Reason, ...]
    among: tuple[Among, ...] = ()


@dataclass(frozen=True)
class Limit:
    """A limit of one clock: from when, how long, until when (UTC), why, and among which types."""

    clock: str
    starts_at: datetime
    minutes: int
    unit: Unit
    due_at: datetime
    provisional: bool
    because: tuple[Reason, ...]
    among: tuple[Among, ...]


def limits(
    *,
    category: str,
    edition: Edition,
    grade: str = "",
    brand: str = "",
    kinds: Iterable[str] = (),
    direction: Direction = "none",
    hours: str = "",
) -> Mapping[str, LimitRule]:
    """Every clock's limit, without times: for the intake, and again when the kinds or the direction change.

    `hours` are the unit's working hours; half a working day is half of theirs.
    """
    rules = edition.deadlines
    day = Hours.parse(hours or edition.worktime.hours)
    completion = _completion(_applying(category, grade, brand, frozenset(kinds), direction, edition), edition)
    word, law = rules.next_word, rules.statutory
    return {
        "entry": _work_limit("entry-limit", rules.entry, day),
        "passed_on": _work_limit("passed-on-limit", rules.passed_on, day),
        "first_answer": _first_answer(completion, edition),
        "next_word": _clock_limit("next-word-limit", word.clause, word.hours, {"hours": word.hours}),
        "completion": completion,
        "statutory": _clock_limit("statutory-limit", law.clause, law.days * 24, {"days": law.days}),
    }


def decide(facts: DeadlineFacts, edition: Edition) -> Decision[tuple[Limit, ...]]:
    """Every deadline of a complaint with its start, its arithmetic and its reasons (C5.2, C3.2, L1).

    Raises ValueError when the working hours can't be read, NoWorkingDay when the calendar has no working day.
    """
    hours = facts.hours or edition.worktime.hours
    calendar = facts.calendar.calendar() if facts.calendar else default_calendar()
    rules = limits(
        category=facts.category,
        grade=facts.grade,
        brand=facts.brand,
        kinds=facts.kinds,
        direction=facts.direction,
        hours=hours,
        edition=edition,
    )
    decided = []
    for clock, rule in rules.items():
        start = facts.entered_at if clock in FROM_ENTRY else facts.contacted_at
        due = due_after(start, rule.minutes, rule.unit, calendar=calendar, hours=Hours.parse(hours))
        year = due.at.astimezone(SHANGHAI).year
        unsure = (Reason("WD", "provisional", {"year": year}),) if due.provisional else ()
        decided.append(
            Limit(
                clock=clock,
                starts_at=start,
                minutes=rule.minutes,
                unit=rule.unit,
                due_at=due.at,
                provisional=due.provisional,
                because=(*rule.because, *unsure),
                among=rule.among,
            )
        )
    because = tuple(reason for limit in decided for reason in limit.because)
    return Decision(tuple(decided), because, edition.name)


def due_after(start: datetime, minutes: int, unit: Unit, *, calendar: Calendar, hours: Hours) -> Due:
    """When so many minutes have passed: of clock time to the second, of working time to the minute."""
    if unit == "clock":
        return Due(start + timedelta(minutes=minutes), provisional=False)
    return add_work_minutes(start, minutes, calendar=calendar, hours=hours)


def _work_limit(code: str, rule: WorkLimit, day: Hours) -> LimitRule:
    minutes = day.half_days(rule.half_working_days)
    return LimitRule(minutes, "work", rule.clause, (Reason(rule.clause, code, {"minutes": minutes}),))


def _clock_limit(code: str, clause: str, hours: int, facts: Mapping[str, int]) -> LimitRule:
    return LimitRule(hours * 60, "clock", clause, (Reason(clause, code, facts),))


def _applying(
    category: str, grade: str, brand: str, kinds: frozenset[str], direction: Direction, edition: Edition
) -> list[DeadlineType]:
    """The rows of C5.2 that apply, those displaced by another still among them."""
    leaf, card = edition.categories.get(category), edition.grades.get(grade)
    holds = {
        "club": bool(card and card.club),
        "international": bool(leaf and leaf.international),
        "direction": direction,
        "brand": brand if brand in edition.brands else UNKNOWN_BRAND,
    }
    return [row for row in edition.deadlines.types.values() if _holds(row.when, holds, kinds)]


def _holds(when: When, holds: Mapping[str, object], kinds: frozenset[str]) -> bool:
    return (
        (when.kind is None or when.kind in kinds)
        and (when.club is None or when.club == holds["club"])
        and (when.international is None or when.international == holds["international"])
        and (when.direction is None or when.direction == holds["direction"])
        and (not when.brands or holds["brand"] in when.brands)
    )


def _completion(rows: list[DeadlineType], edition: Edition) -> LimitRule:
    """The shortest of the rows that apply, once the displaced ones have given way."""
    displaced = {code for row in rows for code in row.displaces}
    staying = [row for row in rows if row.code not in displaced]
    shortest = min(staying, key=lambda row: row.hours)
    because = [Reason(shortest.clause, "type-limit", {"type": shortest.code, "hours": shortest.hours})]
    if len(staying) > 1:
        facts = {"types": tuple(row.code for row in staying), "hours": shortest.hours}
        because.append(Reason(shortest.clause, "shortest-holds", facts))
    if gone := tuple(row.code for row in rows if row.code in displaced):
        because.append(Reason(shortest.clause, "sent-out-displaces", {"types": gone}))
    among = tuple(Among(row.code, row.hours) for row in staying)
    return LimitRule(shortest.hours * 60, "clock", shortest.clause, tuple(because), among)


def _first_answer(completion: LimitRule, edition: Edition) -> LimitRule:
    """48 h, or the type's own limit where that is shorter (C5.2)."""
    rule = edition.deadlines.first_answer
    because = [Reason(rule.clause, "first-answer-limit", {"hours": rule.hours})]
    minutes = rule.hours * 60
    if completion.minutes < minutes:
        minutes = completion.minutes
        because.append(Reason(completion.clause, "first-answer-shorter", {"hours": minutes // 60}))
    return LimitRule(minutes, "clock", rule.clause, tuple(because), completion.among)
