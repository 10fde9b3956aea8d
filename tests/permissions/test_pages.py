"""The same matrix asked of the pages: another branch's ticket is not found, nor is anything that belongs to it."""

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from shouwen.ledger.models import Event
from shouwen.people.doors import DOORS
from shouwen.people.models import Staff
from shouwen.reception.models import PrintedForm
from shouwen.tickets.models import Attachment, Ticket
from tests.cast import Cast
from tests.permissions.actions import ACTIONS, PNG, Action, personal, typed
from tests.permissions.oracle import PEOPLE, STATES, WHOSE, Person, Whose, by_state
from tests.permissions.world import hired, put, tickets

Browser = Callable[[Staff], Client]
# What shows a ticket or a part of it, by the name of its address.
SHOWN = (
    "tickets:ticket", "tickets:timeline", "tickets:clocks", "tickets:head", "tickets:attachment",
    "tickets:export_events", "reception:form", "customers:customer",
)  # fmt: skip
HERE = [person for person in PEOPLE if person.active]


def shows(person: Person, door: str, whose: Whose) -> int:
    """The status that a page about a ticket answers."""
    right = str(DOORS[door])
    if not person.may_at_all(right):
        return 403
    if door == "customers:customer":
        return 200  # a number may be served at any desk; what it shows is masked, and no ticket out of sight
    if not person.sees(whose):
        return 404
    return 200 if person.may(right, whose) else 403


def takes(person: Person, action: Action, state: str, whose: Whose) -> int:
    """The status that a form handed in answers: refused for want of a right it shows why, like any other refusal."""
    if not person.may_at_all(action.right):
        return 403
    if not person.sees(whose):
        return 404
    refused = not person.may(action.right, whose) or personal(action, person, whose) or by_state(action.rule, state)
    return 422 if refused else 200 if action.name == "reveal" else 303


@pytest.fixture
def kept(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def address(door: str, ticket: Ticket, file: Attachment) -> str:
    pk = ticket.customer_id if door.startswith("customers") else ticket.pk
    return reverse(door, args=[pk, file.pk] if door == "tickets:attachment" else [pk])


@pytest.mark.parametrize("person", HERE, ids=lambda person: person.name)
def test_every_page_about_a_ticket_answers_what_the_table_says(
    cast: Cast, signed_in: Browser, kept: None, person: Person
) -> None:
    staff = hired(cast, person)
    client, wrong, said = signed_in(staff), [], {}
    for whose, ticket in tickets(cast, staff).items():
        file = Attachment(ticket=ticket, name="a.png", kind="png", size=len(PNG), by=cast.clerk, at=cast.morning)
        file.file.save("a", ContentFile(PNG))
        for door in SHOWN:
            answer = client.get(address(door, ticket, file))
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            said[door, whose] = body.decode(errors="replace")
            if answer.status_code != shows(person, door, whose):
                wrong.append((door, whose.name, shows(person, door, whose), answer.status_code))
            unseen = not person.sees(whose) and door != "tickets:ticket"
            if unseen and (ticket.serial in said[door, whose] or ticket.text in said[door, whose]):
                wrong.append((door, whose.name, "tells of it"))
    assert not wrong


@pytest.mark.parametrize("person", HERE, ids=lambda person: person.name)
def test_every_form_of_a_ticket_takes_what_the_table_says(
    cast: Cast, signed_in: Browser, kept: None, person: Person
) -> None:
    staff = hired(cast, person)
    client, of, wrong = signed_in(staff), tickets(cast, staff), []
    for action, state, whose in cells(person):
        ticket = of[whose]
        with transaction.atomic():
            put(ticket, state)
            if action.before:
                action.before(cast, ticket, staff)
            said = typed(action, cast, staff)
            if action.name == "attach":
                said = {"file": SimpleUploadedFile("a.png", PNG)}
            answer = client.post(reverse(f"tickets:{action.name}", args=[ticket.pk]), said)
            count = Event.objects.filter(chain=ticket.chain_id).count()
            transaction.set_rollback(True)
        want = takes(person, action, state, whose)
        if answer.status_code != want or count != (2 if want in (200, 303) else 1):
            wrong.append((action.name, state, whose.name, want, answer.status_code, count))
    assert not wrong, f"{len(wrong)} cells: {wrong[:8]}"


def cells(person: Person) -> list[tuple[Action, str, Whose]]:
    """Every action with every ownership in a state that allows it, and once in a state that does not.

    What the states allow is asked of the verbs in full; here it is asked whether the pages lead nowhere else.
    """
    chosen = []
    for action in ACTIONS:
        chosen += [(action, action.states[0], whose) for whose in WHOSE]
        closed = [state for state in STATES if state not in action.states]
        chosen += [(action, state, WHOSE[0]) for state in closed[-1:]]
    return chosen


def test_a_file_of_one_ticket_is_not_found_under_another(cast: Cast, signed_in: Browser, kept: None) -> None:
    mine, theirs = cast.open(), cast.open(cast.number(1, "望潮"), by=cast.other_clerk)
    file = Attachment(ticket=theirs, name="a.png", kind="png", size=len(PNG), by=cast.other_clerk, at=cast.morning)
    file.file.save("a", ContentFile(PNG))
    assert signed_in(cast.clerk).get(reverse("tickets:attachment", args=[mine.pk, file.pk])).status_code == 404
    assert signed_in(cast.other_clerk).get(reverse("tickets:attachment", args=[theirs.pk, file.pk])).status_code == 200


def test_a_form_printed_elsewhere_is_printed_by_nobody_else(cast: Cast, signed_in: Browser) -> None:
    theirs = cast.open(cast.number(1, "望潮"), by=cast.other_clerk)
    assert signed_in(cast.clerk).post(reverse("reception:form", args=[theirs.pk]), {"seen": 1}).status_code == 404
    assert not PrintedForm.objects.exists()


def test_somebody_who_left_is_signed_out_of_every_page(cast: Cast, signed_in: Browser) -> None:
    ticket = cast.open()
    client = signed_in(cast.clerk)
    assert client.get(f"/tickets/{ticket.pk}").status_code == 200
    Staff.objects.filter(pk=cast.clerk.pk).update(is_active=False)
    answer = client.get(f"/tickets/{ticket.pk}")
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
