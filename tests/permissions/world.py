"""The people of the matrix and one ticket in each kind of hands, made once for a test and set back after each cell."""

from typing import Any

from shouwen.people.models import Duty, Membership, Staff
from shouwen.people.system import SETUP
from shouwen.people.verbs import add_staff
from shouwen.tickets.models import Ticket
from tests.cast import Cast, done
from tests.permissions.oracle import HELD_FROM, WHOSE, Person, Whose

GROUP = "WC-BO"


def hired(cast: Cast, person: Person) -> Staff:
    """The person of the matrix as a member of staff."""
    told: dict[str, Any] = {"actor": SETUP, "at": cast.morning, "unit": cast.units["QD1"]}
    made: Staff = done(add_staff(**told, code="M-1", name="甲"))
    Duty.objects.bulk_create([Duty(staff=made, role=role, unit=cast.units[unit]) for role, unit in person.duties])
    Membership.objects.create(group=cast.groups[GROUP], staff=made)
    made.is_active = person.active
    made.save()
    return Staff.objects.get(pk=made.pk)


def tickets(cast: Cast, staff: Staff) -> dict[Whose, Ticket]:
    """One ticket in each kind of hands, as that person stands to it."""
    return {whose: _placed(cast, staff, whose, place) for place, whose in enumerate(WHOSE)}


def _placed(cast: Cast, staff: Staff, whose: Whose, place: int) -> Ticket:
    at = {"QD1": cast.colleague, "QD2": cast.second_hall_clerk, "WC1": cast.other_clerk, "HL": cast.hotline_clerk}
    owner = at[whose.unit]
    ticket = cast.open(cast.number(300 + place), by=owner)
    hands = {"first_asked": owner, "holder": None, "group": None}
    if whose.unit == "WC1":
        hands |= {"holder": cast.other_network, "group": cast.groups["WC-NET"]}
    if whose.tie:
        hands["holder"] = None
        hands[whose.tie] = cast.groups[GROUP] if whose.tie == "group" else staff
    Ticket.rows.filter(pk=ticket.pk).update(**hands)
    return Ticket.rows.get(pk=ticket.pk)


def put(ticket: Ticket, state: str) -> None:
    """Put a ticket into a state as if it had come there."""
    held = HELD_FROM if state == "held" else ""
    Ticket.rows.filter(pk=ticket.pk).update(state=state, held_from=held)
