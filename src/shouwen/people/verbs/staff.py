"""The writers of staff."""

from typing import Any

from shouwen.handbook.rights import Right
from shouwen.ledger.door import Act
from shouwen.ledger.writing import begin
from shouwen.people import ties
from shouwen.people.acting import verb
from shouwen.people.models import Staff, Unit
from shouwen.people.verbs.changes import apply
from shouwen.people.verbs.reach import check_keeper_stays, check_reach

FIELDS = {"name", "email", "unit_id", "is_active"}


@verb("staff.added", needs=Right.MANAGE_STAFF)
def add_staff(act: Act, *, code: str, name: str, unit: Unit, password: str = "", email: str = "") -> None:
    """Add a member of staff. Without a password they cannot sign in yet."""
    act.require(not Staff.objects.filter(code__iexact=code).exists(), "duplicate", value=code)
    act.require(unit.active, "unit-retired")
    act.require(act.actor.may(Right.MANAGE_STAFF, unit), "not-allowed", right=Right.MANAGE_STAFF)
    act.chain = begin(f"staff/{code}")
    staff = Staff(chain=act.chain, code=code, name=name, unit=unit, email=email)
    act.subject = staff
    _set_password(act, password)
    act.record(code=code, unit=unit.code)


@verb("staff.changed", needs=Right.MANAGE_STAFF, on=Staff)
def change_staff(act: Act, *, password: str = "", unit: Unit | None = None, **changes: Any) -> None:
    """Change a person's name, address, unit, password, or whether they may sign in.

    Whoever is first-asked for open tickets stays until those were handed over (C3.1), and nobody's sign-in is
    touched by a colleague who could not have given them their roles.
    """
    check_reach(act, act.subject)
    if unit is not None:
        act.require(unit.active or unit.pk == act.subject.unit_id, "unit-retired")
        act.require(act.actor.may(Right.MANAGE_STAFF, unit), "not-allowed", right=Right.MANAGE_STAFF)
        changes["unit_id"] = unit.pk
    if act.subject.is_active and changes.get("is_active") is False:
        _check_free(act)
    if password:
        _set_password(act, password)
    act.record(**apply(act.subject, changes, FIELDS), password_set=bool(password))


@verb("staff.signed_out", needs=Right.MANAGE_STAFF, on=Staff)
def sign_out(act: Act) -> None:
    """End every sitting of a person, on whatever machine; they may sign in again."""
    check_reach(act, act.subject)
    act.subject.times_signed_out += 1
    act.record()


@verb("staff.factor_changed", needs=Right.MANAGE_STAFF, on=Staff)
def change_factor(act: Act, *, factor: str, what: str) -> None:
    """Tell that a person's second factor was `added`, `removed` or `renewed`; its secret stays where it is."""
    check_reach(act, act.subject)
    act.record(factor=factor, what=what)


def _set_password(act: Act, password: str) -> None:
    """Set it; one that a colleague chose is good for nothing but choosing another."""
    act.subject.set_password(password or None)
    act.subject.password_by_other = bool(password) and isinstance(act.actor, Staff) and act.actor.pk != act.subject.pk


def _check_free(act: Act) -> None:
    open_tickets = ties.of_staff(act.subject)
    act.require(not open_tickets, "staff-owns-tickets", count=open_tickets)
    check_keeper_stays(act, act.subject)
