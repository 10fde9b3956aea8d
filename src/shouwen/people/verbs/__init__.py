"""The writers of units, staff, duties, skill groups and tokens."""

from shouwen.people.verbs.groups import add_group, change_group, join_group, leave_group
from shouwen.people.verbs.leave import end_leave, name_deputy
from shouwen.people.verbs.roles import give_role, take_role
from shouwen.people.verbs.staff import add_staff, change_factor, change_staff, sign_out
from shouwen.people.verbs.tokens import create_token, revoke_token
from shouwen.people.verbs.units import add_unit, change_unit

__all__ = [
    "add_group",
    "add_staff",
    "add_unit",
    "change_factor",
    "change_group",
    "change_staff",
    "change_unit",
    "create_token",
    "end_leave",
    "give_role",
    "join_group",
    "leave_group",
    "name_deputy",
    "revoke_token",
    "sign_out",
    "take_role",
]
