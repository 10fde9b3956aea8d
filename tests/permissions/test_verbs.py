"""Role × action × state × ownership, asked of every verb: what goes through is what the one table says, and no more."""

import pytest
from django.db import transaction

from shouwen.handbook.decision import Refused
from shouwen.ledger.models import Event
from shouwen.people.models import Staff
from shouwen.tickets.forms.register import FORMS
from shouwen.tickets.models import Ticket
from tests.cast import Cast
from tests.permissions.actions import ACTIONS, ON_CUSTOMERS, Action, moves, personal
from tests.permissions.oracle import PEOPLE, STATES, WHOSE, Person, Whose, after, by_state
from tests.permissions.world import hired, put, tickets


def expected(person: Person, action: Action, state: str, whose: Whose) -> str:
    """The refusal's code, or the state that the ticket is then in."""
    if not person.sees(whose):
        return "not-found"
    if not person.may(action.right, whose):
        return "not-allowed"
    refusals = [personal(action, person, whose), by_state(action.rule, state)]
    if action.name == "hand-over":
        refusals.reverse()
    return next(filter(None, refusals), after(action.rule, state) if moves(action) else state)


def happened(cast: Cast, staff: Staff, action: Action, ticket: Ticket, state: str) -> str:
    """What came of it, undone again. A refusal that left a trace is none."""
    with transaction.atomic():
        put(ticket, state)
        if action.before:
            action.before(cast, ticket, staff)
        answer = action.verb(ticket.pk, actor=staff, at=cast.after(hours=1), **action.told(cast))
        now = Ticket.rows.get(pk=ticket.pk).state
        count = Event.objects.filter(chain=ticket.chain_id).count()
        transaction.set_rollback(True)
    if isinstance(answer, Refused):
        return answer.code if (now, count) == (state, 1) else f"{answer.code}, but it left a trace"
    return now if count == 2 else "nothing was recorded"


def cells(person: Person) -> list[tuple[Action, str, Whose]]:
    """The cells of a person. What the state decides is asked in full; the rest is spread over the states.

    Where the right or the sight is missing, every third state is asked, another third for each ownership, so that
    no role meets an action in a state that it was not asked in. What must go through takes ten times as long: it is
    asked in one state of each ownership, and by the hall's manager in all.
    """
    chosen = []
    for action in ACTIONS:
        for place, whose in enumerate(WHOSE):
            for turn, state in enumerate(STATES):
                allowed = person.sees(whose) and person.may(action.right, whose)
                goes = allowed and state in action.states
                asked = state == action.states[0] or (whose.unit == "QD1" and person.name == "hall_manager")
                if asked if goes else allowed or (turn + place) % 3 == 0:
                    chosen.append((action, state, whose))
    return chosen


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_what_goes_through_is_what_the_table_says(cast: Cast, person: Person) -> None:
    staff = hired(cast, person)
    of, wrong = tickets(cast, staff), []
    for action, state, whose in cells(person):
        came = happened(cast, staff, action, of[whose], state)
        if came != expected(person, action, state, whose):
            wrong.append((action.name, state, whose.name, expected(person, action, state, whose), came))
    assert not wrong, f"{len(wrong)} cells: {wrong[:8]}"


def test_every_action_on_a_ticket_is_in_the_matrix() -> None:
    assert {action.name for action in ACTIONS} | ON_CUSTOMERS == set(FORMS)


def test_the_matrix_has_thousands_of_cells_and_goes_through_in_every_state() -> None:
    assert sum(len(cells(person)) for person in PEOPLE) > 6_000
    gone = {(action.name, state) for person in PEOPLE for action, state, whose in cells(person)
            if person.sees(whose) and person.may(action.right, whose) and state in action.states}  # fmt: skip
    assert gone == {(action.name, state) for action in ACTIONS for state in action.states}
