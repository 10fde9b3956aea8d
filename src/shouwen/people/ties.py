"""What still ties a unit, a person or a group to work; asked before one of them is put out of use (C3.1, C4.4).

People know nothing of tickets. Whoever hands out work registers here how to count what is unfinished.
"""

from collections.abc import Callable

from shouwen.people.models import SkillGroup, Staff, Unit

_of_units: list[Callable[[Unit], int]] = []
_of_staff: list[Callable[[Staff], int]] = []
_of_groups: list[Callable[[SkillGroup], int]] = []


def register(*, unit: Callable[[Unit], int], staff: Callable[[Staff], int], group: Callable[[SkillGroup], int]) -> None:
    """Adds one way to count unfinished work: at a unit, first asked of a person, with a group."""
    _of_units.append(unit)
    _of_staff.append(staff)
    _of_groups.append(group)


def of_unit(unit: Unit) -> int:
    """How many unfinished things stand at exactly this unit."""
    return sum(count(unit) for count in _of_units)


def of_staff(person: Staff) -> int:
    """For how many unfinished things this person is first-asked."""
    return sum(count(person) for count in _of_staff)


def of_group(group: SkillGroup) -> int:
    """How many unfinished things wait with this group."""
    return sum(count(group) for count in _of_groups)
