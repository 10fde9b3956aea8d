"""What the one table says, read anew from the edition's files: no line of the product's own judgement is asked here.

A small second reading of `roles.toml`, `lifecycle.toml` and the table of doors, so that a mistake in how the
product reads them shows as a difference.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shouwen.handbook
from shouwen.people.doors import DOORS
from tests.cast import UNITS

EDITION = Path(shouwen.handbook.__file__).parent / "edition"
ROLES: dict[str, Any] = tomllib.loads((EDITION / "roles.toml").read_text("utf-8"))["roles"]
_LIFECYCLE = tomllib.loads((EDITION / "lifecycle.toml").read_text("utf-8"))
MOVES: dict[str, Any] = _LIFECYCLE["moves"]
STATES: dict[str, bool] = {state: entry["open"] for state, entry in _LIFECYCLE["states"].items()}
HELD_FROM = "working"


def path(unit: str) -> str:
    """Where in the tree a unit of the cast stands, from the top."""
    parent = UNITS[unit][2]
    return (path(parent) if parent else "/") + unit + "/"


def lifted(unit: str, scope: str) -> str:
    """The part of the tree that a duty at a unit reaches: the unit, or what is above it as far as the scope goes."""
    while scope != "unit" and UNITS[unit][1] != scope and UNITS[unit][2]:
        unit = UNITS[unit][2]
    return path(unit)


@dataclass(frozen=True)
class Whose:
    """In whose hands a ticket is: at which unit, and what ties it to the person who is looked at."""

    name: str
    unit: str
    tie: str = ""


# Everybody's duty is at 渡口路 hall (QD1) of 清渡 (QD); WC is the other branch, HL belongs to the province.
WHOSE = (
    Whose("first asked of me, at another branch", "WC1", "first_asked"),
    Whose("in my hands, at another branch", "WC1", "holder"),
    Whose("with my group, at another branch", "WC1", "group"),
    Whose("a colleague's of my unit", "QD1"),
    Whose("another hall's of my branch", "QD2"),
    Whose("another branch's", "WC1"),
    Whose("the hotline's, nobody's in particular", "HL"),
)


@dataclass(frozen=True)
class Person:
    """Somebody by their duties: (role, unit). All are in one skill group of the other branch."""

    name: str
    duties: tuple[tuple[str, str], ...]
    active: bool = True

    def may_at_all(self, right: str) -> bool:
        """Whether any duty gives the right, over whatever place."""
        return self.active and any(right in ROLES[role]["rights"] for role, _ in self.duties)

    def sees(self, whose: Whose) -> bool:
        """Whether the ticket exists for this person."""
        return bool(whose.tie) or any(self._reaches(duty, whose) for duty in self.duties)

    def may(self, right: str, whose: Whose) -> bool:
        """Whether a duty gives the right over this ticket; in one's own hands, any duty that gives it does."""
        if not self.may_at_all(right):
            return False
        over = any(right in ROLES[duty[0]]["rights"] and self._reaches(duty, whose) for duty in self.duties)
        return over or bool(whose.tie)

    def _reaches(self, duty: tuple[str, str], whose: Whose) -> bool:
        role, unit = duty
        return path(whose.unit).startswith(lifted(unit, ROLES[role]["scope"]))


PEOPLE = (
    *(Person(role, ((role, "QD1"),)) for role in ROLES),
    Person("clerk here, auditor of the province", (("clerk", "QD1"), ("auditor", "YZ"))),
    Person("clerk of two halls in two branches", (("clerk", "QD1"), ("clerk", "WC1"))),
    Person("manager here, clerk of the other branch", (("hall_manager", "QD1"), ("clerk", "WC1"))),
    Person("somebody without any duty", ()),
    Person("a clerk who has left", (("clerk", "QD1"),), active=False),
)


def right_of(action: str) -> str:
    """The right that an action on a ticket asks for, from the table of doors."""
    return right_of_door(f"tickets:{action}")


def right_of_door(door: str) -> str:
    """The right that an address asks for, by its name."""
    return str(DOORS[door])


def by_state(rule: str, state: str) -> str:
    """The refusal that a state calls for, or "" where the action may go on.

    The rule is `move:<a row of the lifecycle>`, `open` (with the code that refuses what is closed), or `any`.
    """
    kind, _, which = rule.partition(":")
    if kind == "move":
        return "" if state in MOVES[which]["from"] else "move-not-allowed"
    if kind == "open":
        return "" if STATES[state] else which or "not-open"
    return ""


def after(rule: str, state: str) -> str:
    """The state that a ticket is in once the action went through."""
    kind, _, which = rule.partition(":")
    if kind != "move":
        return state
    to: str = MOVES[which]["to"]
    return HELD_FROM if to == "back" else to
