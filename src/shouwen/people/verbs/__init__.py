"""The writers of units, staff, duties, skill groups and tokens."""

from shouwen.people.verbs.groups import add_group, change_group, join_group, leave_group
from shouwen.people.verbs.roles import give_role, take_role
from shouwen.people.verbs.staff import add_staff, change_staff
from shouwen.people.verbs.tokens import create_token
from shouwen.people.verbs.units import add_unit, change_unit

__all__ = [
    "add_group",
    "add_staff",
    "add_unit",
    "change_group",
    "change_staff",
    "change_unit",
    "create_token",
    "give_role",
    "join_group",
    "leave_group",
    "take_role",
]
