"""The writers of units, staff, duties and skill groups."""

from datetime import datetime
from typing import Any

from shouwen.handbook.rights import Right
from shouwen.handbook.worktime import Hours
from shouwen.ledger.door import Act, verb
from shouwen.ledger.writing import begin
from shouwen.people.models import Duty, Membership, SkillGroup, Staff, Token, Unit


@verb("unit.added", needs=Right.MANAGE_UNITS)
def add_unit(act: Act, *, code: str, name: str, kind: str, parent: Unit | None = None, **more: Any) -> None:
    """Add a unit under its parent; a branch brings its city, the units below take it over."""
    act.require(not Unit.objects.unscoped("codes are unique").filter(code=code).exists(), "duplicate", value=code)
    act.require(parent or kind == Unit.Kind.PROVINCE, "unit-needs-parent")
    _check_hours(act, more.get("hours", ""))
    path = f"{parent.path if parent else '/'}{code}/"
    city = more.pop("city", "") or (parent.city if parent else "")
    province = more.pop("province", "") or (parent.province if parent else "")
    act.chain = begin(f"unit/{code}")
    act.subject = Unit(
        chain=act.chain, code=code, name=name, kind=kind, parent=parent, path=path, city=city, province=province, **more
    )
    act.record(code=code, name=name, kind=kind, parent=parent.code if parent else "", city=city)


@verb("unit.changed", needs=Right.MANAGE_UNITS, on=Unit)
def change_unit(act: Act, **changes: Any) -> None:
    """Change what a unit is called, where it is reached, when it works, or whether it is in use."""
    _check_hours(act, changes.get("hours", ""))
    act.record(**_apply(act.subject, changes, {"name", "name_en", "phone", "hours", "active"}))


@verb("staff.added", needs=Right.MANAGE_STAFF)
def add_staff(act: Act, *, code: str, name: str, unit: Unit, password: str = "", email: str = "") -> None:
    """Add a member of staff. Without a password they cannot sign in yet."""
    act.require(not Staff.objects.filter(code__iexact=code).exists(), "duplicate", value=code)
    act.chain = begin(f"staff/{code}")
    staff = Staff(chain=act.chain, code=code, name=name, unit=unit, email=email)
    staff.set_password(password or None)
    act.subject = staff
    act.record(code=code, unit=unit.code)


@verb("staff.changed", needs=Right.MANAGE_STAFF, on=Staff)
def change_staff(act: Act, *, password: str = "", **changes: Any) -> None:
    """Change a person's name, address, unit, password, or whether they may sign in."""
    unit = changes.get("unit")
    if unit is not None:
        changes["unit_id"] = unit.pk
        del changes["unit"]
    if password:
        act.subject.set_password(password)
    changed = _apply(act.subject, changes, {"name", "email", "unit_id", "is_active"})
    act.record(**changed, password_set=bool(password))


@verb("staff.role_given", needs=Right.MANAGE_STAFF, on=Staff)
def give_role(act: Act, *, role: str, unit: Unit) -> None:
    """Give a person a role at a unit."""
    act.require(role in act.edition.roles, "unknown-code", value=role)
    Duty.objects.get_or_create(staff=act.subject, role=role, unit=unit)
    act.record(role=role, unit=unit.code)


@verb("staff.role_taken", needs=Right.MANAGE_STAFF, on=Staff)
def take_role(act: Act, *, role: str, unit: Unit) -> None:
    """Take a role from a person."""
    Duty.objects.filter(staff=act.subject, role=role, unit=unit).delete()
    act.record(role=role, unit=unit.code)


@verb("group.added", needs=Right.MANAGE_GROUPS)
def add_group(act: Act, *, code: str, name: str, unit: Unit, function: str, name_en: str = "") -> None:
    """Add a skill group to a unit."""
    taken = SkillGroup.objects.unscoped("codes are unique").filter(code=code).exists()
    act.require(not taken, "duplicate", value=code)
    act.chain = begin(f"group/{code}")
    act.subject = SkillGroup(chain=act.chain, code=code, name=name, name_en=name_en, unit=unit, function=function)
    act.record(code=code, unit=unit.code, function=function)


@verb("group.changed", needs=Right.MANAGE_GROUPS, on=SkillGroup)
def change_group(act: Act, **changes: Any) -> None:
    """Change a group's name, its function, or whether work is sent to it."""
    act.record(**_apply(act.subject, changes, {"name", "name_en", "function", "active"}))


@verb("group.joined", needs=Right.MANAGE_GROUPS, on=SkillGroup)
def join_group(act: Act, *, staff: Staff) -> None:
    """Put a person into a group."""
    Membership.objects.get_or_create(group=act.subject, staff=staff)
    act.record(staff=staff.code)


@verb("group.left", needs=Right.MANAGE_GROUPS, on=SkillGroup)
def leave_group(act: Act, *, staff: Staff) -> None:
    """Take a person out of a group."""
    Membership.objects.filter(group=act.subject, staff=staff).delete()
    act.record(staff=staff.code)


def _apply(subject: Any, changes: dict[str, Any], allowed: set[str]) -> dict[str, Any]:
    """Set the allowed fields and answer what changed, as `field: [before, after]`."""
    changed = {}
    for field in sorted(allowed & changes.keys()):
        before, after = getattr(subject, field), changes[field]
        if before != after:
            setattr(subject, field, after)
            changed[field] = [before, after]
    return {"changed": changed}


def _check_hours(act: Act, hours: str) -> None:
    if not hours:
        return
    try:
        Hours.parse(hours)
    except ValueError:
        act.require(False, "hours-unreadable", value=hours)


@verb("token.created", needs=Right.MANAGE_TOKENS)
def create_token(act: Act, *, name: str, staff: Staff, digest: str, until: datetime) -> None:
    """Let a program act as this person until a day; only the digest of its secret comes in here."""
    act.require(not Token.objects.filter(name=name).exists(), "duplicate", value=name)
    act.chain = begin(f"token/{name}")
    act.subject = Token(chain=act.chain, name=name, staff=staff, digest=digest, until=until)
    act.record(name=name, staff=staff.code, until=until.isoformat())
