"""The writers of duties: a role 岗位 that a person has at a unit."""

from shouwen.handbook.rights import Right
from shouwen.ledger.door import Act
from shouwen.people.acting import verb
from shouwen.people.models import Duty, Staff, Unit
from shouwen.people.verbs.reach import check_keeper_stays, may_give


@verb("staff.role_given", needs=Right.MANAGE_STAFF, on=Staff)
def give_role(act: Act, *, role: str, unit: Unit) -> None:
    """Give a person a role at a unit; never one with more rights than the giver's own."""
    act.require(role in act.edition.roles, "unknown-code", value=role)
    act.require(unit.active, "unit-retired")
    act.require(may_give(act, role, unit), "role-beyond-yours")
    held = Duty.objects.filter(staff=act.subject, role=role, unit=unit)
    act.require(not held.exists(), "role-held", role=role)
    Duty.objects.create(staff=act.subject, role=role, unit=unit)
    act.record(role=role, unit=unit.code)


@verb("staff.role_taken", needs=Right.MANAGE_STAFF, on=Staff)
def take_role(act: Act, *, role: str, unit: Unit) -> None:
    """Take a role from a person; the last keeper of the house stays one."""
    held = Duty.objects.filter(staff=act.subject, role=role, unit=unit).first()
    act.require(held is not None, "role-not-held")
    assert held is not None
    act.require(may_give(act, role, unit), "role-beyond-yours")
    check_keeper_stays(act, act.subject, without=held)
    held.delete()
    act.record(role=role, unit=unit.code)
