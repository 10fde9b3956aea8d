"""Day one of the demo world: calendar, units, groups and people, each through its verb."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from shouwen.calendars.seeding import seed
from shouwen.customers.models import NumberSegment
from shouwen.demo import places
from shouwen.demo.people import PASSWORD, PEOPLE
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.ledger.door import Done
from shouwen.people.models import SkillGroup, Staff, Unit
from shouwen.people.system import SETUP
from shouwen.people.verbs import add_group, add_staff, add_unit, give_role, join_group


@dataclass
class House:
    """The units, groups and people of the demo world by code, and how fast each person works."""

    units: dict[str, Unit] = field(default_factory=dict)
    groups: dict[str, SkillGroup] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    members: dict[str, list[Staff]] = field(default_factory=dict)
    pace: dict[str, float] = field(default_factory=dict)

    def at(self, unit: str, role: str) -> list[Staff]:
        """Who has that role at that unit, by staff number."""
        return [self.staff[person.code] for person in PEOPLE if (role, unit) in person.duties]

    def city_groups(self, city: str) -> dict[str, SkillGroup]:
        """The groups of a city's branch by function."""
        return {group.function: group for group in self.groups.values() if group.unit.city == city}


class NotAllowedError(RuntimeError):
    """Somebody of the demo world asked for what may not be."""

    def __init__(self, answer: Refused) -> None:
        super().__init__(f"the demo world asked for what may not be: {answer}")
        self.answer = answer


def made(answer: Done | Refused) -> Any:
    """What a verb made. Raises NotAllowedError when it refused, for here nothing may."""
    if isinstance(answer, Refused):
        raise NotAllowedError(answer)
    return answer.subject


def found(at: datetime) -> House:
    """Everything that is there before the first customer complains, as of `at`."""
    house = House()
    said = {"actor": SETUP, "at": at}
    seed(SETUP, at)
    NumberSegment.objects.bulk_create(
        NumberSegment(prefix=prefix, province=province, city=city)
        for prefix, (province, city) in places.SEGMENTS.items()
    )
    for place in places.UNITS:
        house.units[place.code] = made(
            add_unit(
                **said,
                code=place.code,
                name=place.name,
                name_en=place.name_en,
                kind=place.kind,
                parent=house.units.get(place.parent),
                province=places.PROVINCE,
                city=place.city,
                phone=place.phone,
            )
        )
    _groups(house, said)
    _people(house, said)
    return house


def _groups(house: House, said: dict[str, Any]) -> None:
    named = shipped().routing.functions
    for branch in ("QD", "WC"):
        for function, part in places.FUNCTIONS.items():
            words, unit = named[function], house.units[branch]
            names = {"name": f"{unit.city}{words.zh}组", "name_en": f"{unit.name_en.split()[0]} {words.en.lower()}"}
            code = f"{branch}-{part}"
            house.groups[code] = made(add_group(**said, code=code, unit=unit, function=function, **names))
    house.groups["YZ-BO"] = made(
        add_group(
            **said,
            code="YZ-BO",
            name="省公司后台组",
            name_en="Province back office",
            unit=house.units["YZ"],
            function="back_office",
        )
    )


def _people(house: House, said: dict[str, Any]) -> None:
    for person in PEOPLE:
        staff = made(add_staff(**said, code=person.code, name=person.name, unit=house.units[person.unit]))
        house.staff[person.code], house.pace[person.code] = staff, person.pace
        for role, unit in person.duties:
            made(give_role(staff.pk, **said, role=role, unit=house.units[unit]))
        branch = person.duties[0][1] if person.duties[0][1] in ("QD", "WC") else "YZ"
        for function in person.functions:
            code = f"{branch}-{places.FUNCTIONS[function]}"
            made(join_group(house.groups[code].pk, **said, staff=staff))
            house.members.setdefault(code, []).append(staff)
    # One slow hash for all: everybody in the demo world has the same password, and it is no secret.
    Staff.objects.filter(code__in=house.staff).update(password=make_password(PASSWORD))
    house.staff = {staff.code: staff for staff in Staff.objects.filter(code__in=house.staff).select_related("unit")}
    for code, members in house.members.items():
        house.members[code] = [house.staff[member.code] for member in members]
