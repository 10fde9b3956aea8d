"""Who may do what, asked of every verb: without the right it is refused, and nothing is written."""

from typing import Any

import pytest

from shouwen.handbook.load import shipped
from shouwen.handbook.rights import Right
from shouwen.ledger.door import VERBS, Done
from shouwen.ledger.models import Chain, Event
from shouwen.people.models import Unit
from shouwen.people.verbs import add_staff, add_unit, give_role
from shouwen.tickets.models import Incident
from shouwen.tickets.verbs import close_incident, note
from tests.cast import done, refused

# Verbs that make their subject themselves, or change another thing than a ticket; the rest take a ticket's key.
ON_TICKETS = sorted(code for code in VERBS if code.startswith("ticket.") and code != "ticket.opened")
# What only the product itself does, in the name of whoever opened the ticket that made the surge.
BY_THE_PRODUCT = {"ticket.joined_batch"}


@pytest.mark.parametrize("code", ON_TICKETS)
def test_without_the_right_no_verb_goes_through_and_none_leaves_a_trace(cast, code, monkeypatch):
    ticket = cast.open()
    before = Event.objects.count(), Chain.objects.count()
    monkeypatch.setattr(type(cast.clerk), "may", lambda person, right, subject=None: False)
    answered = VERBS[code].run(ticket.pk, actor=cast.clerk, at=cast.after(1))
    assert refused(answered) == "not-allowed"
    assert answered.facts["right"] == VERBS[code].needs.value
    assert (Event.objects.count(), Chain.objects.count()) == before


@pytest.mark.parametrize("code", ON_TICKETS)
def test_a_ticket_of_another_branch_does_not_exist_for_its_clerks(cast, code):
    ticket = cast.open()
    answered = VERBS[code].run(ticket.pk, actor=cast.other_clerk, at=cast.after(1))
    assert refused(answered) == "not-found"


@pytest.mark.parametrize("code", sorted(set(ON_TICKETS) - BY_THE_PRODUCT))
def test_the_auditor_reads_everything_and_changes_nothing(cast, code):
    ticket = cast.open()
    assert refused(VERBS[code].run(ticket.pk, actor=cast.auditor, at=cast.after(1))) == "not-allowed"
    assert Event.objects.filter(chain=ticket.chain_id).count() == 1


@pytest.mark.parametrize("code", sorted(set(ON_TICKETS) - BY_THE_PRODUCT))
def test_the_administrator_keeps_the_house_and_takes_no_part_in_complaints(cast, code):
    ticket = cast.open()
    assert refused(VERBS[code].run(ticket.pk, actor=cast.admin, at=cast.after(1))) == "not-allowed"


def test_every_verb_asks_for_a_right_that_some_role_has():
    given = {right for role in shipped().roles.values() for right in role.rights}
    assert {verb.needs for verb in VERBS.values()} <= {Right(right) for right in given}


def test_somebody_who_left_may_do_nothing(cast):
    ticket = cast.open()
    cast.clerk.is_active = False
    assert refused(note(ticket.pk, actor=cast.clerk, at=cast.after(1), text="x")) == "not-allowed"


def test_a_ticket_put_into_ones_hands_may_be_worked_on_from_another_branch(cast):
    ticket = cast.open()
    ticket.group = cast.groups["WC-NET"]
    ticket.save()
    done(note(ticket.pk, actor=cast.other_network, at=cast.after(1), text="x"))


def test_only_the_administrator_builds_the_house(cast):
    said: dict[str, Any] = {"at": cast.morning, "code": "NEW", "name": "新厅", "kind": Unit.Kind.HALL}
    said["parent"] = cast.units["QD"]
    assert refused(add_unit(actor=cast.branch_lead, **said)) == "not-allowed"
    hall = done(add_unit(actor=cast.admin, **said))
    person = done(add_staff(actor=cast.admin, at=cast.morning, code="7777", name="新人", unit=hall))
    assert refused(give_role(person.pk, actor=cast.clerk, at=cast.morning, role="clerk", unit=hall)) == "not-allowed"
    assert isinstance(give_role(person.pk, actor=cast.admin, at=cast.morning, role="clerk", unit=hall), Done)


def test_closing_an_incident_is_for_leads(cast):
    for place in range(11):
        cast.open(cast.number(place), at=cast.after(minutes=place))
    said = {"incident": Incident.objects.get(), "note": "已恢复", "at": cast.after(3)}
    assert refused(close_incident(actor=cast.hall_manager, **said)) == "not-allowed"
    done(close_incident(actor=cast.support_lead, **said))
