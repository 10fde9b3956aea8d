"""The writers of skill groups."""

from typing import Any

from shouwen.handbook.rights import Right
from shouwen.ledger.door import Act
from shouwen.ledger.writing import begin
from shouwen.people import ties
from shouwen.people.acting import verb
from shouwen.people.models import Membership, SkillGroup, Staff, Unit
from shouwen.people.verbs.changes import apply

FIELDS = {"name", "name_en", "function", "active"}


@verb("group.added", needs=Right.MANAGE_GROUPS)
def add_group(act: Act, *, code: str, name: str, unit: Unit, function: str, name_en: str = "") -> None:
    """Add a skill group to a unit."""
    taken = SkillGroup.objects.unscoped("codes are unique").filter(code__iexact=code).exists()
    act.require(not taken, "duplicate", value=code)
    act.require(function in act.edition.routing.functions, "unknown-code", value=function)
    act.require(unit.active, "unit-retired")
    act.require(act.actor.may(Right.MANAGE_GROUPS, unit), "not-allowed", right=Right.MANAGE_GROUPS)
    act.chain = begin(f"group/{code}")
    act.subject = SkillGroup(chain=act.chain, code=code, name=name, name_en=name_en, unit=unit, function=function)
    act.record(code=code, unit=unit.code, function=function)


@verb("group.changed", needs=Right.MANAGE_GROUPS, on=SkillGroup)
def change_group(act: Act, **changes: Any) -> None:
    """Change a group's name, its function, or whether work is sent to it; closed only when nothing waits there."""
    function = changes.get("function", act.subject.function)
    act.require(function in act.edition.routing.functions, "unknown-code", value=function)
    if act.subject.active and changes.get("active") is False:
        act.require(not ties.of_group(act.subject), "group-has-tickets")
    act.record(**apply(act.subject, changes, FIELDS))


@verb("group.joined", needs=Right.MANAGE_GROUPS, on=SkillGroup)
def join_group(act: Act, *, staff: Staff) -> None:
    """Put a person into a group."""
    act.require(staff.is_active, "staff-inactive")
    Membership.objects.get_or_create(group=act.subject, staff=staff)
    act.record(staff=staff.code)


@verb("group.left", needs=Right.MANAGE_GROUPS, on=SkillGroup)
def leave_group(act: Act, *, staff: Staff) -> None:
    """Take a person out of a group."""
    Membership.objects.filter(group=act.subject, staff=staff).delete()
    act.record(staff=staff.code)
