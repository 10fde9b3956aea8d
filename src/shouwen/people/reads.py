"""Questions about people: who stands where on the ladder, who can take work."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from shouwen.handbook.authority import at_least, levels_of
from shouwen.handbook.load import shipped
from shouwen.people.models import Leave, SkillGroup, Staff, Token, Unit
from shouwen.people.models.token import digest
from shouwen.people.standing import standing


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


def managers(unit: Unit, *, besides: str = "") -> list[Staff]:
    """Who gives a manager's consent for a unit: the hall manager, or whoever leads above where there is none.

    `besides` is the code of who asks: a manager's own request goes to the next above.
    """
    for role in ("hall_manager", "support_lead", "branch_lead"):
        found = [person for person in with_role(role, unit) if person.code != besides]
        if found:
            return found
    return []


# Whoever stands above, where a step of the ladder has nobody: a report must reach somebody.
ABOVE = ("support_lead", "branch_lead", "province_desk")


def ladder(unit: Unit, step: str) -> list[Staff]:
    """The people of a step of the escalation ladder (C3.1 逐级): manager, support_lead, branch_lead.

    Where the step has nobody, those of the next step above that has; empty only where the ladder has no top.
    """
    first = managers(unit) if step == "manager" else with_role(step, unit)
    above = ABOVE[ABOVE.index(step) + 1 :] if step in ABOVE else ABOVE
    return first or next((found for role in above if (found := with_role(role, unit))), [])


def active_groups() -> QuerySet[SkillGroup]:
    """Every group that work can be sent to."""
    return SkillGroup.rows.filter(active=True).select_related("unit").order_by("unit__path", "code")


def members(groups: Iterable[int]) -> QuerySet[Staff]:
    """Active members of the groups."""
    return Staff.objects.filter(memberships__group__in=groups, is_active=True).distinct().order_by("code")


def branches() -> QuerySet[Unit]:
    """The city branches in use."""
    return Unit.rows.filter(kind=Unit.Kind.BRANCH, active=True).order_by("code")


def bearer(secret: str, at: datetime) -> Token | None:
    """The token of that secret with whom it acts for; none once it has ended or the person may not sign in."""
    found = standing().token(digest(secret))
    return None if found is None or found.ended(at) or not found.staff.is_active else found


def _under(paths: Iterable[str], field: str) -> Q:
    """Rows whose `field` is a place in one of these parts of the tree; none where there are no parts."""
    inside = Q(pk__in=[])
    for path in paths:
        inside |= Q(**{f"{field}__startswith": path})
    return inside


def units_under(person: Staff, right: str) -> QuerySet[Unit]:
    """The units over which this person has the right."""
    return Unit.objects.seen_by(person).filter(_under(person.places(right), "path"))


def unit_tree(person: Staff, right: str) -> list[Unit]:
    """The same as a tree from the top, retired ones too, each with its active `people` and its `teams`."""
    counted = units_under(person, right).annotate(
        people=Count("staff", filter=Q(staff__is_active=True), distinct=True),
        teams=Count("groups", filter=Q(groups__active=True), distinct=True),
    )
    return sorted(counted, key=lambda unit: unit.path)


def staff_under(person: Staff, right: str, *, words: str = "", unit: Unit | None = None) -> QuerySet[Staff]:
    """The people over whom this person has the right, by staff number; `words` are in their number or name."""
    rows = Staff.objects.filter(_under(person.places(right), "unit__path"))
    if words:
        rows = rows.filter(Q(code__istartswith=words) | Q(name__icontains=words))
    if unit:
        rows = rows.filter(unit__path__startswith=unit.path)
    return rows.select_related("unit").prefetch_related("duties__unit").order_by("code")


def groups_under(person: Staff, right: str) -> QuerySet[SkillGroup]:
    """The skill groups over which this person has the right, each with how many `people` are in it."""
    rows = SkillGroup.objects.seen_by(person).filter(_under(person.places(right), "unit__path"))
    counted = rows.annotate(people=Count("memberships", filter=Q(memberships__staff__is_active=True)))
    return counted.select_related("unit").order_by("unit__path", "code")


def deputies_for(person: Staff) -> QuerySet[Staff]:
    """Who may be named to sign for somebody on leave: active people of at least the same level of authority (C4.8.3).

    For who holds no level, those that hold any above the front line's own.
    """
    edition = shipped()
    rule = edition.authority
    held = levels_of((role for role, _, _ in person.duties_held), edition)
    lowest = next(code for code in rule.levels if code != rule.own) if not held or held[-1] == rule.own else held[-1]
    roles = {role for code, level in rule.levels.items() if at_least(code, lowest, edition) for role in level.roles}
    found = Staff.objects.filter(duties__role__in=roles, is_active=True).exclude(pk=person.pk)
    return found.select_related("unit__parent__parent").distinct().order_by("code")


def away(at: datetime, people: Iterable[int]) -> dict[int, Leave]:
    """Who of these people is on leave at that moment, each with their leave."""
    known = Leave.objects.filter(staff__in=people, begins_at__lte=at, ends_at__gt=at).select_related("deputy")
    return {leave.staff_id: leave for leave in known if leave.holds(at)}
