"""Who holds which level of authority where at one moment, asked of the database once (C4.8.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Q

from shouwen.handbook.authority import at_least, levels_of
from shouwen.handbook.edition import Edition
from shouwen.handbook.load import shipped
from shouwen.people import reads
from shouwen.people.models import Duty, Leave, Staff


@dataclass(frozen=True)
class Signer:
    """One person who may sign the next step: at which level, and for whom where they stand in for somebody."""

    staff: Staff
    level: str
    stands_for: Staff | None = None


class Roster:
    """The holders of every level over the places that begin with `top`, each one on leave in the person of a deputy.

    A place outside of `top` has nobody here. One roster serves a whole list of applications.
    """

    def __init__(self, at: datetime, top: str) -> None:
        self.at, self.top = at, top
        self.edition: Edition = shipped()
        self._found: dict[tuple[str, str], tuple[Signer, ...]] = {}

    def signers(self, level: str, path: str) -> tuple[Signer, ...]:
        """The active holders of a level over a place, by their staff numbers."""
        if (level, path) not in self._found:
            self._found[level, path] = tuple(self._at(level, path))
        return self._found[level, path]

    def _at(self, level: str, path: str) -> Iterator[Signer]:
        roles = self.edition.authority.levels[level].roles
        holders = {person.pk: person for role, top, person in self._duties if role in roles and path.startswith(top)}
        for person in holders.values():
            leave = self._away.get(person.pk)
            if leave is None:
                yield Signer(person, level)
            elif self._may_stand_in(leave.deputy, level):
                yield Signer(leave.deputy, level, person)

    @cached_property
    def _duties(self) -> list[tuple[str, str, Staff]]:
        """Each duty that gives a level: its role, the place over which it holds, whose it is."""
        edition, rule = self.edition, self.edition.authority
        roles = {role for code, level in rule.levels.items() for role in level.roles if code != rule.own}
        near = {role for role in roles if edition.roles[role].scope == "unit"}
        # A duty that reaches as far as its unit holds at this place, above or below it; any other one may be held
        # anywhere in the province.
        province, *_below = above = _above(self.top)
        here = Q(unit__path__startswith=self.top) | Q(unit__path__in=above)
        rows = Duty.objects.filter(
            here & Q(role__in=near) | Q(role__in=roles - near, unit__path__startswith=province), staff__is_active=True
        )
        found = []
        for duty in rows.select_related("staff", "unit__parent__parent__parent").order_by("staff__code", "pk"):
            scope = self.edition.roles[duty.role].scope
            top = duty.unit if scope == "unit" else duty.unit.above(scope)
            found.append((duty.role, top.path, duty.staff))
        return found

    @cached_property
    def _away(self) -> dict[int, Leave]:
        return reads.away(self.at, [person.pk for _, _, person in self._duties])

    def _may_stand_in(self, deputy: Staff, level: str) -> bool:
        """Whether the deputy still works here, is not away, and still is of at least that level."""
        held = levels_of((role for role, _, _ in deputy.duties_held), self.edition)
        away = deputy.pk in reads.away(self.at, [deputy.pk])
        return deputy.is_active and not away and bool(held) and at_least(held[-1], level, self.edition)


def _above(path: str) -> list[str]:
    """The places from the top of the tree down to this one: `/YZ/`, `/YZ/QD/`."""
    parts = path.strip("/").split("/")
    return [f"/{'/'.join(parts[:depth])}/" for depth in range(1, len(parts) + 1)]
