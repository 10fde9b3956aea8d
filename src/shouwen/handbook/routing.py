"""Which skill group 技能组 gets a ticket (C4.4): by the customer's home city, and by kind of order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from shouwen.handbook.decision import Decision, Reason, Refused
from shouwen.handbook.facts import CategoryCode, Facts, Of
from shouwen.handbook.schema import Direction

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition


class Group(Facts):
    """A skill group of ours: in which city, for what."""

    code: str
    city: str
    function: Annotated[str, Of("functions")]
    active: bool = True


class RoutingFacts(Facts):
    """What a route is decided from. An empty home city means that it isn't known."""

    category: CategoryCode
    column: Annotated[str, Of("columns")] = "complaint"
    home_city: str = ""
    branch_city: str
    direction: Direction = "none"
    groups: Annotated[tuple[Group, ...], Field(strict=False)] = ()
    working_day: bool = True


def route(facts: RoutingFacts, edition: Edition) -> Decision[str] | Refused:
    """The group's code; refused with "no-group" rather than left flying about (C4.4).

    Among several groups of the same city and function the first by code is taken, so the answer is stable.
    """
    rule = edition.routing
    groups = sorted((group for group in facts.groups if group.active), key=lambda group: group.code)
    place, city, at_home = _place(facts, groups, edition)
    function, why = _function(facts, edition) if at_home else (rule.elsewhere, None)
    because = [place, *([why] if why else [])]
    chosen = _find(groups, city, function)
    if chosen is None and function != rule.fallback:
        chosen = _find(groups, city, rule.fallback)
        because.append(Reason(rule.clause, "routed-fallback", {"city": city, "function": function}))
    if chosen is None:
        return Refused.of(edition, "no-group", city=city, function=function)
    if not facts.working_day and chosen.function in rule.duty_functions:
        because.append(Reason(rule.duty_clause, "routed-on-day-off", {"function": chosen.function}))
    return Decision(chosen.code, tuple(because), edition.name)


def _place(facts: RoutingFacts, groups: list[Group], edition: Edition) -> tuple[Reason, str, bool]:
    """Why which city, and whether the customer is at home there."""
    clause = edition.routing.clause
    if facts.direction == "out":
        return Reason(clause, "routed-sent-out", {"city": facts.branch_city}), facts.branch_city, False
    if not facts.home_city:
        return Reason(clause, "routed-home-unknown", {"city": facts.branch_city}), facts.branch_city, True
    if facts.home_city == facts.branch_city or any(group.city == facts.home_city for group in groups):
        return Reason(clause, "routed-home", {"city": facts.home_city}), facts.home_city, True
    away = {"home_city": facts.home_city, "city": facts.branch_city}
    return Reason(clause, "routed-elsewhere", away), facts.branch_city, False


def _function(facts: RoutingFacts, edition: Edition) -> tuple[str, Reason]:
    clause = edition.routing.clause
    by_column = edition.routing.by_column.get(facts.column)
    if by_column:
        return by_column, Reason(clause, "routed-column", {"column": facts.column, "function": by_column})
    category = edition.categories.get(facts.category)
    function = category.function if category else edition.routing.fallback
    return function, Reason(clause, "routed-category", {"category": facts.category, "function": function})


def _find(groups: list[Group], city: str, function: str) -> Group | None:
    return next((group for group in groups if group.city == city and group.function == function), None)
