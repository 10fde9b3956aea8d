"""One way into every chapter that can be asked from outside: facts as JSON in, a decision out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import AwareDatetime, Field, ValidationError, model_validator

from shouwen.handbook import authority, batchrule, classify, deadlines, doublerefund, priority, routing, urgency
from shouwen.handbook.deadlines import CalendarFacts
from shouwen.handbook.decision import Decision, Reason, Refused
from shouwen.handbook.default_calendar import default_calendar
from shouwen.handbook.facts import Facts, unknown_codes
from shouwen.handbook.sentences import SHANGHAI
from shouwen.handbook.worktime import Due, Hours, NoWorkingDay, add_work_minutes

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition


class WorkingTimeFacts(Facts):
    """From when, and how much working time: minutes, or days of the working hours (0.5 is half)."""

    start: AwareDatetime
    minutes: int | None = Field(default=None, ge=0, le=1_000_000)
    days: float | None = Field(default=None, ge=0, le=2_000)
    hours: str | None = None
    calendar: CalendarFacts | None = None

    @model_validator(mode="after")
    def one_length(self) -> WorkingTimeFacts:
        if (self.minutes is None) == (self.days is None):
            raise ValueError("give either minutes or days")
        return self


def working_time(facts: WorkingTimeFacts, edition: Edition) -> Decision[Due]:
    """When so much working time will have passed (WD)."""
    hours = Hours.parse(facts.hours or edition.worktime.hours)
    calendar = facts.calendar.calendar() if facts.calendar else default_calendar()
    minutes = facts.minutes if facts.minutes is not None else round((facts.days or 0) * hours.minutes_per_day)
    due = add_work_minutes(facts.start, minutes, calendar=calendar, hours=hours)
    told = {"start": facts.start, "minutes": minutes, "hours": str(hours)}
    because = [Reason(edition.worktime.clause, "working-time-counted", told)]
    if due.provisional:
        because.append(Reason(edition.worktime.clause, "provisional", {"year": due.at.astimezone(SHANGHAI).year}))
    return Decision(due, tuple(because), edition.name)


@dataclass(frozen=True)
class Chapter:
    """The model of a chapter's facts, and the function that decides from them."""

    facts: type[Facts]
    decide: Callable[[Any, Edition], Decision[Any] | Refused]


CHAPTERS: dict[str, Chapter] = {
    "urgency": Chapter(urgency.UrgencyFacts, urgency.judge),
    "priority": Chapter(priority.PriorityFacts, priority.rank),
    "deadlines": Chapter(deadlines.DeadlineFacts, deadlines.decide),
    "routing": Chapter(routing.RoutingFacts, routing.route),
    "category": Chapter(classify.TextFacts, classify.decide),
    "working-time": Chapter(WorkingTimeFacts, working_time),
    "authority": Chapter(authority.AuthorityFacts, authority.decide),
    "double-refund": Chapter(doublerefund.RefundFacts, doublerefund.interview),
    "batch-dispute": Chapter(batchrule.BatchFacts, batchrule.decide),
}


class BadFacts(ValueError):
    """Facts that can't be decided from: (field, what is wrong in Chinese, in English) of every mistake."""

    def __init__(self, problems: list[tuple[str, str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.sentences("en")))

    def sentences(self, language: str) -> list[str]:
        if language == "zh":
            return [f"字段 {name}：{zh}" if name else zh for name, zh, _ in self.problems]
        return [f"field {name}: {en}" if name else en for name, _, en in self.problems]


def facts_schema(chapter: str) -> dict[str, Any]:
    """The JSON Schema of a chapter's facts. Raises BadFacts for an unknown chapter."""
    return _chapter(chapter).facts.model_json_schema()


def decide_chapter(chapter: str, facts_json: str | bytes, edition: Edition) -> Decision[Any] | Refused:
    """The chapter's decision from facts in JSON. Raises BadFacts that names every field to mend."""
    asked = _chapter(chapter)
    try:
        facts = asked.facts.model_validate_json(facts_json)
    except ValidationError as error:
        raise BadFacts([_said(dict(found)) for found in error.errors()]) from error
    if unknown := list(unknown_codes(facts, edition)):
        raise BadFacts([_no_such_code(*one, edition) for one in unknown])
    try:
        return asked.decide(facts, edition)
    except NoWorkingDay as error:
        raise BadFacts([("calendar", "日历里半年都没有工作日，请更正", str(error))]) from error
    except OverflowError as error:
        raise BadFacts([("", "时间超出可计算的范围", "the time is out of reach")]) from error
    except ValueError as error:
        raise BadFacts([("hours", "工作时间须写成 08:30-12:00,14:00-17:30 的形式", str(error))]) from error


def _chapter(name: str) -> Chapter:
    if name not in CHAPTERS:
        known = ", ".join(CHAPTERS)
        zh, en = f"没有名为“{name}”的章节", f"there is no chapter called {name!r}"
        raise BadFacts([("", f"{zh}，可用：{known}", f"{en}; known: {known}")])
    return CHAPTERS[name]


def _no_such_code(field: str, value: str, group: str, edition: Edition) -> tuple[str, str, str]:
    known = list(edition.groups[group])
    shown = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
    return field, f"“{value}”不在手册内，可用：{shown}", f"{value!r} isn't in the handbook; known: {shown}"


def _said(found: dict[str, Any]) -> tuple[str, str, str]:
    field = ".".join(str(step) for step in found["loc"])
    match found["type"]:
        case "missing":
            return field, "缺少，请填写", "is missing: add it"
        case "extra_forbidden":
            return field, "没有这个字段，请删除或更正拼写", "is not a known field: remove or correct it"
        case "json_invalid":
            return "", f"不是有效的 JSON：{found['msg']}", f"this isn't valid JSON: {found['msg']}"
        case "timezone_aware":
            example = "2026-11-21T09:00:00+08:00"
            return field, f"时间须带时区，如 {example}", f"needs its zone, like {example}"
        case _:
            return field, f"无法使用：{found['msg']}", str(found["msg"])
