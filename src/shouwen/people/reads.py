"""Questions about people: who stands where on the ladder, who can take work."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from shouwen.people.models import SkillGroup, Staff, Token, Unit
from shouwen.people.models.token import digest


def with_role(role: str, unit: Unit) -> list[Staff]:
    """The active people who have `role` at `unit` or nearest above it; empty where nobody has."""
    at: Unit | None = unit
    while at is not None:
        found = list(
            Staff.objects.filter(duties__role=role, duties__unit=at, is_active=True).distinct().order_by("code")
        )
        if found:
            return found
        at = at.parent
    return []


def managers(unit: Unit) -> list[Staff]:
    """Who gives a manager's consent for a unit: the hall manager, or whoever leads above where there is none."""
    for role in ("hall_manager", "support_lead", "branch_lead"):
        found = with_role(role, unit)
        if found:
            return found
    return []


def ladder(unit: Unit, step: str) -> list[Staff]:
    """The people of a step of the escalation ladder (C3.1 逐级): manager, support_lead, branch_lead."""
    return managers(unit) if step == "manager" else with_role(step, unit)


def groups_of_city(city: str) -> QuerySet[SkillGroup]:
    """Active skill groups of a city's branch."""
    return SkillGroup.rows.filter(active=True, unit__city=city, unit__active=True).order_by("code")


def active_groups() -> QuerySet[SkillGroup]:
    """Every group that work can be sent to."""
    return SkillGroup.rows.filter(active=True).select_related("unit").order_by("unit__path", "code")


def members(groups: Iterable[int]) -> QuerySet[Staff]:
    """Active members of the groups."""
    return Staff.objects.filter(memberships__group__in=groups, is_active=True).distinct().order_by("code")


def branches() -> QuerySet[Unit]:
    """The city branches in use."""
    return Unit.rows.filter(kind=Unit.Kind.BRANCH, active=True).order_by("code")


def bearer(secret: str, at: datetime) -> Staff | None:
    """In whose name a token's holder acts; nobody's once it has run out or the person may not sign in."""
    valid = Token.objects.filter(digest=digest(secret), until__gt=at, staff__is_active=True)
    return next((token.staff for token in valid.select_related("staff")), None)
