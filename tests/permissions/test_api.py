"""The same matrix asked of the API: a token opens what its person may, and nothing of another branch is there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from shouwen.ledger.models import Event
from shouwen.people.models import Staff
from shouwen.people.verbs import change_staff
from shouwen.tickets.models import Attachment, Ticket
from tests.api.conftest import Program
from tests.cast import Cast, done
from tests.permissions.actions import ACTIONS, PNG, Action, personal
from tests.permissions.oracle import PEOPLE, STATES, WHOSE, Person, Whose, by_state, right_of_door
from tests.permissions.world import hired, put, tickets

SHOWN = {"api:ticket": "", "api:events": "/events", "api:attachments": "/attachments"}
ACTIVE = [person for person in PEOPLE if person.active]


def expected(person: Person, right: str, whose: Whose) -> int:
    """The status as far as right and sight decide it; 0 where the rest decides."""
    if not person.may_at_all(right):
        return 403
    if not person.sees(whose):
        return 404
    return 0 if person.may(right, whose) else 403


def body(action: Action, cast: Cast) -> dict[str, Any]:
    said = {}
    for name, value in action.told(cast).items():
        said[name] = value.isoformat() if hasattr(value, "isoformat") else getattr(value, "code", value)
    return said


@pytest.fixture
def kept(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("person", ACTIVE, ids=lambda person: person.name)
def test_every_question_about_a_ticket_answers_what_the_table_says(
    cast: Cast, program: Callable[[Staff], Program], kept: None, person: Person
) -> None:
    staff = hired(cast, person)
    caller, wrong = program(staff), []
    for whose, ticket in tickets(cast, staff).items():
        file = Attachment(ticket=ticket, name="a.png", kind="png", size=len(PNG), by=cast.clerk, at=cast.morning)
        file.file.save("a", ContentFile(PNG))
        asked = {door: f"/tickets/{ticket.pk}{rest}" for door, rest in SHOWN.items()}
        asked["api:attachment"] = f"/tickets/{ticket.pk}/attachments/{file.pk}"
        for door, address in asked.items():
            answer = caller.get(address)
            want = expected(person, right_of_door(door), whose) or 200
            tells = want != 200 and ticket.serial in str(answer.said)
            if answer.status_code != want or tells:
                wrong.append((door, whose.name, want, answer.status_code))
        if person.sees(whose) != (ticket.serial in str(caller.get("/tickets").said)) and person.may_at_all("read"):
            wrong.append(("api:tickets", whose.name))
    assert not wrong


@pytest.mark.parametrize("person", ACTIVE, ids=lambda person: person.name)
def test_every_verb_over_the_api_does_what_the_table_says(
    cast: Cast, program: Callable[[Staff], Program], kept: None, person: Person
) -> None:
    staff = hired(cast, person)
    caller, of, wrong = program(staff), tickets(cast, staff), []
    for action, state, whose in cells():
        ticket = of[whose]
        with transaction.atomic():
            put(ticket, state)
            if action.before:
                action.before(cast, ticket, staff)
            answer = asked(caller, action, ticket, cast)
            count = Event.objects.filter(chain=ticket.chain_id).count()
            transaction.set_rollback(True)
        want = expected(person, action.right, whose)
        refused = want or personal(action, person, whose) or by_state(action.rule, state)
        right = answer.status_code == want if want else (answer.status_code in (409, 422)) == bool(refused)
        if not right or count != (1 if refused else 2) or answer.status_code >= 500:
            wrong.append((action.name, state, whose.name, want or refused, answer.status_code, count))
    assert not wrong, f"{len(wrong)} cells: {wrong[:8]}"


def asked(caller: Program, action: Action, ticket: Ticket, cast: Cast) -> Any:
    address = f"/tickets/{ticket.pk}/{action.name}"
    if action.name == "attach":
        return caller.send(address, file=SimpleUploadedFile("a.png", PNG))
    return caller.post(address, body(action, cast))


def cells() -> list[tuple[Action, str, Whose]]:
    """Every action with every ownership in a state that allows it, and once in one that does not."""
    chosen = []
    for action in ACTIONS:
        chosen += [(action, action.states[0], whose) for whose in WHOSE]
        chosen += [(action, state, WHOSE[0]) for state in [s for s in STATES if s not in action.states][-1:]]
    return chosen


def test_the_token_of_somebody_who_left_opens_nothing(cast: Cast, program: Callable[[Staff], Program]) -> None:
    ticket, caller = cast.open(), program(cast.colleague)
    assert caller.get(f"/tickets/{ticket.pk}").status_code == 200
    done(change_staff(cast.colleague.pk, actor=cast.admin, at=cast.morning, is_active=False))
    assert caller.get(f"/tickets/{ticket.pk}").status_code == 401
