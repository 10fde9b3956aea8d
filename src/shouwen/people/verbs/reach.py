"""How far a person's power over colleagues goes: nobody makes another more powerful than themselves (C3.1)."""

from dataclasses import dataclass

from shouwen.handbook.rights import Right
from shouwen.ledger.door import Act
from shouwen.people.models import Duty, Staff, Unit

KEEPER = Right.MANAGE_UNITS


@dataclass(frozen=True)
class _Place:
    """A part of the tree, as the permission table wants it."""

    path: str


def may_give(act: Act, role: str, unit: Unit) -> bool:
    """Whether the actor may give `role` at `unit`: a keeper of the house there, or one who holds all its rights.

    The rights must be held as far as the role would reach, so a branch's lead makes no province desk.
    """
    known = act.edition.roles.get(role)
    if known is None:  # a role of an older edition: who keeps the house may still take it away
        return act.actor.may(KEEPER, unit)
    top = _Place((unit if known.scope == "unit" else unit.above(known.scope)).path)
    return act.actor.may(KEEPER, top) or all(act.actor.may(right, top) for right in known.rights)


def check_reach(act: Act, person: Staff) -> None:
    """Refuse to touch the sign-in of somebody who holds a role that the actor could not have given."""
    own = getattr(act.actor, "pk", None) == person.pk
    held = person.duties.select_related("unit__parent__parent__parent")
    act.require(own or all(may_give(act, duty.role, duty.unit) for duty in held), "staff-beyond-yours")


def check_keeper_stays(act: Act, person: Staff, *, without: Duty | None = None) -> None:
    """Refuse to take away the last person who keeps the house: nobody could ever give a role again."""
    keeping = [code for code, role in act.edition.roles.items() if KEEPER in role.rights]
    keepers = Duty.objects.filter(role__in=keeping, staff__is_active=True)
    theirs = keepers.filter(staff=person)
    lost = theirs.filter(pk=without.pk) if without else theirs
    act.require(not lost.exists() or keepers.exclude(pk__in=lost).exists(), "last-admin")
