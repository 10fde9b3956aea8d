"""How much unfinished work ties a unit, a person or a group: what must be handed over before they may go."""

from django.db.models import QuerySet

from shouwen.people.models import SkillGroup, Staff, Unit
from shouwen.tickets.models import Ticket


def _open() -> QuerySet[Ticket]:
    rows: QuerySet[Ticket] = Ticket.objects.unscoped("whoever retires a unit must be told of tickets they don't see")
    return rows.filter(archived_at=None).exclude(state="voided")


def at_unit(unit: Unit) -> int:
    """Open tickets that were taken in at this unit."""
    return _open().filter(unit=unit).count()


def first_asked_of(person: Staff) -> int:
    """Open tickets that this person follows to the end (C3.1)."""
    return _open().filter(first_asked=person).count()


def with_group(group: SkillGroup) -> int:
    """Open tickets in the hands of this group."""
    return _open().filter(group=group).count()
