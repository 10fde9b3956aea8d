"""The writers of units."""

from typing import Any

from shouwen.handbook.rights import Right
from shouwen.handbook.worktime import Hours
from shouwen.ledger.door import Act
from shouwen.ledger.writing import begin
from shouwen.people import ties
from shouwen.people.acting import verb
from shouwen.people.models import SkillGroup, Unit
from shouwen.people.verbs.changes import apply

FIELDS = {"name", "name_en", "phone", "hours", "active"}


@verb("unit.added", needs=Right.MANAGE_UNITS)
def add_unit(act: Act, *, code: str, name: str, kind: str, parent: Unit | None = None, **more: Any) -> None:
    """Add a unit under its parent; a branch brings its city, the units below take it over."""
    act.require(
        not Unit.objects.unscoped("codes are unique").filter(code__iexact=code).exists(), "duplicate", value=code
    )
    act.require(kind in act.edition.unit_kinds, "unknown-code", value=kind)
    act.require(parent or kind == Unit.Kind.PROVINCE, "unit-needs-parent")
    act.require(parent is None or parent.active, "unit-retired")
    act.require(parent is None or act.actor.may(Right.MANAGE_UNITS, parent), "not-allowed", right=Right.MANAGE_UNITS)
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
    """Change what a unit is called, where it is reached, when it works, or whether it is in use.

    It is retired only when empty: no active people, no open tickets, no unit in use below (C3.1).
    """
    _check_hours(act, changes.get("hours", ""))
    if act.subject.active and changes.get("active") is False:
        _check_empty(act)
    if not act.subject.active and changes.get("active"):
        act.require(act.subject.parent is None or act.subject.parent.active, "unit-retired")
    act.record(**apply(act.subject, changes, FIELDS))


def _check_empty(act: Act) -> None:
    unit: Unit = act.subject
    act.require(not Unit.rows.filter(parent=unit, active=True).exists(), "unit-has-units")
    act.require(not SkillGroup.rows.filter(unit=unit, active=True).exists(), "unit-has-groups")
    act.require(not unit.staff.filter(is_active=True).exists() and not ties.of_unit(unit), "unit-has-staff")


def _check_hours(act: Act, hours: str) -> None:
    if not hours:
        return
    try:
        Hours.parse(hours)
    except ValueError:
        act.require(False, "hours-unreadable", value=hours)
