"""Who may do what about money, on paper: the people of the cast, by what C4.8.3 and their duties say."""

from dataclasses import dataclass

# Which halls lie at or below a place.
UNDER = {"QD": {"QD1", "QD2"}, "QD1": {"QD1"}, "QD2": {"QD2"}, "WC": set[str](), "YZ": {"QD1", "QD2"}}

# C4.8.3: the levels from the lowest up, and up to how much each decides; the limit itself is still within it.
LEVELS = ("front_line", "team_leader", "office_manager", "department_manager", "city_manager")
UP_TO = ("100.00", "500.00", "2000.00", "5000.00", None)


@dataclass(frozen=True)
class Person:
    """The part of the tree that somebody sees, the level they sign at, and whether they work on disputes."""

    place: str
    level: str = ""
    disputes: bool = True
    monitors: bool = False
    waives: bool = True


PEOPLE = {
    "clerk": Person("QD1"),
    "colleague": Person("QD1"),
    "second_hall_clerk": Person("QD2"),
    "hall_manager": Person("QD1", "team_leader"),
    "second_hall_manager": Person("QD2", "team_leader"),
    "support_lead": Person("QD", "team_leader", monitors=True),
    "office_manager": Person("QD", "office_manager", disputes=False, waives=False),
    "department_manager": Person("QD", "department_manager", disputes=False, waives=False),
    "city_manager": Person("QD", "city_manager", disputes=False, waives=False),
    "branch_lead": Person("QD", monitors=True),
    "other_lead": Person("WC", "team_leader", monitors=True),
    "auditor": Person("YZ", disputes=False, waives=False),
}
DESKS = ("clerk", "colleague", "second_hall_clerk", "hall_manager")
HALL = {"clerk": "QD1", "colleague": "QD1", "hall_manager": "QD1", "second_hall_clerk": "QD2"}
SIGNERS = tuple(sorted(name for name, person in PEOPLE.items() if person.level))


def at_least(level: str, other: str) -> bool:
    """Whether the one level stands as high as the other, or higher."""
    return LEVELS.index(level) >= LEVELS.index(other)
