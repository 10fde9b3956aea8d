"""Units, staff, roles and groups: who may change whom, and what must be handed over first (C3.1, C4.4)."""

import pytest

from shouwen.ledger.models import Event
from shouwen.people.models import Duty, Staff, Unit
from shouwen.people.system import SETUP
from shouwen.people.verbs import (
    add_group,
    add_staff,
    add_unit,
    change_group,
    change_staff,
    change_unit,
    give_role,
    join_group,
    leave_group,
    take_role,
)
from tests.cast import done, refused


@pytest.fixture
def by(cast):
    return {"actor": cast.admin, "at": cast.morning}


@pytest.fixture
def lead(cast):
    return {"actor": cast.branch_lead, "at": cast.morning}


def test_a_unit_takes_city_and_province_from_above(cast, by):
    unit = done(add_unit(**by, code="QD3", name="北门厅", kind="hall", parent=cast.units["QD"]))
    assert (unit.path, unit.city, unit.province) == ("/YZ/QD/QD3/", "清渡", "云泽")


def test_a_code_is_given_once_whatever_its_case(cast, by):
    assert refused(add_unit(**by, code="qd1", name="x", kind="hall", parent=cast.units["QD"])) == "duplicate"
    assert refused(add_staff(**by, code="1001", name="x", unit=cast.units["QD"])) == "duplicate"
    said = {"name": "x", "unit": cast.units["QD"], "function": "network"}
    assert refused(add_group(**by, code="qd-net", **said)) == "duplicate"


def test_only_a_province_stands_alone(cast, by):
    assert refused(add_unit(**by, code="X1", name="x", kind="hall")) == "unit-needs-parent"


def test_kinds_and_functions_are_those_of_the_handbook(cast, by):
    assert refused(add_unit(**by, code="X1", name="x", kind="castle", parent=cast.units["QD"])) == "unknown-code"
    assert refused(add_group(**by, code="X1", name="x", unit=cast.units["QD"], function="magic")) == "unknown-code"
    assert refused(change_group(cast.groups["QD-NET"].pk, **by, function="magic")) == "unknown-code"


def test_working_hours_are_read_before_they_are_kept(cast, by):
    hall = cast.units["QD1"]
    assert refused(change_unit(hall.pk, **by, hours="9-5")) == "hours-unreadable"
    assert done(change_unit(hall.pk, **by, hours="09:00-18:00")).hours == "09:00-18:00"


def test_a_unit_is_retired_from_the_bottom_up(cast, by):
    assert refused(change_unit(cast.units["QD"].pk, **by, active=False)) == "unit-has-units"
    assert refused(change_unit(cast.units["QD1"].pk, **by, active=False)) == "unit-has-staff"
    team = done(add_unit(**by, code="T1", name="一班", kind="team", parent=cast.units["QD1"]))
    group = done(add_group(**by, code="T1-G", name="一班组", unit=team, function="network"))
    assert refused(change_unit(team.pk, **by, active=False)) == "unit-has-groups"
    done(change_group(group.pk, **by, active=False))
    assert not done(change_unit(team.pk, **by, active=False)).active


def test_nothing_new_begins_at_a_retired_unit(cast, by):
    team = done(add_unit(**by, code="T1", name="一班", kind="team", parent=cast.units["QD1"]))
    team = done(change_unit(team.pk, **by, active=False))
    assert refused(add_unit(**by, code="T2", name="x", kind="team", parent=team)) == "unit-retired"
    assert refused(add_staff(**by, code="3001", name="x", unit=team)) == "unit-retired"
    assert refused(add_group(**by, code="G9", name="x", unit=team, function="network")) == "unit-retired"
    assert refused(give_role(cast.clerk.pk, **by, role="clerk", unit=team)) == "unit-retired"
    assert refused(change_staff(cast.clerk.pk, **by, unit=team)) == "unit-retired"


def test_an_unfinished_ticket_ties_its_first_asked_person_until_it_is_archived(cast, by):
    ticket = cast.open()
    assert refused(change_staff(cast.clerk.pk, **by, is_active=False)) == "staff-owns-tickets"
    type(ticket).rows.filter(pk=ticket.pk).update(archived_at=cast.after(hours=1), state="archived")
    assert not done(change_staff(cast.clerk.pk, **by, is_active=False)).is_active


def test_a_group_with_open_tickets_stays_open(cast, by):
    ticket = cast.open()
    type(ticket).rows.filter(pk=ticket.pk).update(group=cast.groups["QD-NET"])
    assert refused(change_group(cast.groups["QD-NET"].pk, **by, active=False)) == "group-has-tickets"


def test_a_password_stands_in_no_event(cast, by):
    done(change_staff(cast.clerk.pk, **by, password="lantern-boat-7"))
    told = Event.objects.filter(chain=cast.clerk.chain_id).order_by("seq").last()
    assert told.facts["password_set"] is True
    assert "lantern" not in str(told.facts)


def test_a_branch_lead_gives_only_what_they_hold_themselves(cast, lead):
    hall = cast.units["QD1"]
    assert done(give_role(cast.clerk.pk, **lead, role="back_office", unit=hall))
    # Who may sign money is said by who keeps the house (C4.8.3).
    for role, unit in (
        ("admin", hall),
        ("hall_manager", hall),
        ("city_manager", hall),
        ("province_desk", hall),
        ("auditor", hall),
        ("clerk", cast.units["WC1"]),
    ):
        assert refused(give_role(cast.clerk.pk, **lead, role=role, unit=unit)) == "role-beyond-yours"


def test_the_administrator_gives_roles_that_they_do_not_hold(cast, by):
    assert done(give_role(cast.clerk.pk, **by, role="province_desk", unit=cast.units["YZ"]))


def test_a_branch_lead_touches_nobody_of_another_branch(cast, lead):
    assert refused(change_staff(cast.other_clerk.pk, **lead, name="x")) == "not-allowed"
    assert refused(add_staff(**lead, code="3001", name="x", unit=cast.units["WC1"])) == "not-allowed"
    assert refused(change_staff(cast.clerk.pk, **lead, unit=cast.units["WC1"])) == "not-allowed"
    assert refused(change_group(cast.groups["WC-NET"].pk, **lead, name="x")) == "not-allowed"


def test_a_branch_lead_does_not_take_over_an_administrator_s_sign_in(cast, by, lead):
    keeper = done(add_staff(**by, code="3009", name="驻点管理员", unit=cast.units["QD"]))
    done(give_role(keeper.pk, **by, role="admin", unit=cast.units["YZ"]))
    assert refused(change_staff(keeper.pk, **lead, password="lantern-boat-7")) == "staff-beyond-yours"
    held = {"role": "admin", "unit": cast.units["YZ"]}
    assert refused(take_role(keeper.pk, **lead, **held)) == "role-beyond-yours"


def test_the_last_keeper_of_the_house_stays(cast, by):
    held = {"role": "admin", "unit": cast.units["YZ"]}
    assert refused(take_role(cast.admin.pk, **by, **held)) == "last-admin"
    assert refused(change_staff(cast.admin.pk, **by, is_active=False)) == "last-admin"
    done(give_role(cast.auditor.pk, **by, **held))
    assert done(take_role(cast.admin.pk, **by, **held))


def test_a_role_is_held_once_and_taken_once(cast, by):
    held = {"role": "clerk", "unit": cast.units["QD1"]}
    assert refused(give_role(cast.clerk.pk, **by, **held)) == "role-held"
    assert done(take_role(cast.clerk.pk, **by, **held))
    assert refused(take_role(cast.clerk.pk, **by, **held)) == "role-not-held"
    assert refused(give_role(cast.clerk.pk, **by, role="king", unit=cast.units["QD1"])) == "unknown-code"


def test_whoever_left_joins_no_group(cast, by):
    group = cast.groups["QD-NET"]
    gone = done(change_staff(cast.colleague.pk, **by, is_active=False))
    assert refused(join_group(group.pk, **by, staff=gone)) == "staff-inactive"
    done(join_group(group.pk, **by, staff=cast.clerk))
    assert cast.clerk in group.members.all()
    done(leave_group(group.pk, **by, staff=cast.clerk))
    assert cast.clerk not in group.members.all()


@pytest.mark.parametrize("person", ["clerk", "hall_manager", "support_lead", "province_desk", "auditor"])
def test_nobody_else_keeps_the_house(cast, person):
    said = {"actor": getattr(cast, person), "at": cast.morning}
    assert refused(change_unit(cast.units["QD1"].pk, **said, name="x")) == "not-allowed"
    assert refused(change_staff(cast.clerk.pk, **said, name="x")) == "not-allowed"
    assert refused(change_group(cast.groups["QD-NET"].pk, **said, name="x")) == "not-allowed"
    assert Unit.rows.get(code="QD1").name == "渡口路服务厅"


def test_the_product_itself_may_set_everything_up(cast):
    said = {"actor": SETUP, "at": cast.morning}
    person = done(add_staff(**said, code="3010", name="x", unit=cast.units["YZ"]))
    done(give_role(person.pk, **said, role="admin", unit=cast.units["YZ"]))
    assert Duty.objects.filter(staff=person, role="admin").exists()
    assert not Staff.objects.get(pk=person.pk).has_usable_password()
