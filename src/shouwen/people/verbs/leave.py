"""Leave, and the deputy who signs meanwhile (C4.8.3)."""

from datetime import datetime

from shouwen.handbook.authority import at_least, levels_of
from shouwen.handbook.rights import Right
from shouwen.ledger.door import Act
from shouwen.people.acting import verb
from shouwen.people.models import Leave, Staff


@verb("leave.named", needs=Right.NAME_DEPUTY, on=Staff)
def name_deputy(act: Act, *, deputy: Staff, begins_at: datetime, ends_at: datetime) -> None:
    """Say until when a person is away and who of at least the same level signs for them."""
    person: Staff = act.subject
    act.require(_own(act) or act.actor.may(Right.MANAGE_STAFF, person), "not-yours")
    act.require(deputy.pk != person.pk, "deputy-self")
    act.require(deputy.is_active, "staff-inactive")
    act.require(ends_at > max(begins_at, act.at), "until-in-past")
    level, theirs = _highest(act, person), _highest(act, deputy)
    act.require(not level or (theirs and at_least(theirs, level, act.edition)), "deputy-too-low", level=level)
    overlapping = person.leaves.filter(ended_at=None, begins_at__lt=ends_at, ends_at__gt=begins_at)
    act.require(not overlapping.exists(), "leave-overlaps")
    Leave.objects.create(staff=person, deputy=deputy, begins_at=begins_at, ends_at=ends_at)
    act.record(deputy=deputy.code, begins_at=begins_at, ends_at=ends_at)


@verb("leave.ended", needs=Right.NAME_DEPUTY, on=Staff)
def end_leave(act: Act, *, leave: int) -> None:
    """The person is back, or does not go: from now on they sign themselves again."""
    person: Staff = act.subject
    act.require(_own(act) or act.actor.may(Right.MANAGE_STAFF, person), "not-yours")
    away = person.leaves.filter(pk=leave, ended_at=None).first()
    act.require(away is not None, "not-found")
    assert away is not None
    away.ended_at = max(act.at, away.begins_at)
    away.save(update_fields=["ended_at"])
    act.record(deputy=away.deputy.code)


def _own(act: Act) -> bool:
    return getattr(act.actor, "pk", None) == act.subject.pk


def _highest(act: Act, person: Staff) -> str:
    """The highest level that a person holds by any duty; "" where they hold none."""
    held = levels_of((role for role, _, _ in person.duties_held), act.edition)
    return held[-1] if held else ""
