"""The memory of who works here and where."""

from shouwen.people.models.group import Membership, SkillGroup
from shouwen.people.models.leave import Leave
from shouwen.people.models.staff import Duty, Staff
from shouwen.people.models.stamp import Stamp
from shouwen.people.models.token import Token
from shouwen.people.models.unit import Unit

__all__ = ["Duty", "Leave", "Membership", "SkillGroup", "Staff", "Stamp", "Token", "Unit"]
