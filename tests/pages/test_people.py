"""Units, staff and skill groups as administrators keep them."""

import pytest
from django.urls import reverse

from shouwen.people.models import Duty, SkillGroup, Staff, Unit


@pytest.fixture
def admin(cast, signed_in):
    return signed_in(cast.admin)


def errors(answer, form="form"):
    assert answer.status_code == 422
    return answer.context[form].errors


def test_the_tree_shows_every_unit_with_its_people(admin, cast):
    page = admin.get(reverse("people:units"))
    units = [unit for unit, _ in page.context["tree"]]
    assert [unit.code for unit in units] == sorted(cast.units, key=lambda code: cast.units[code].path)
    hall = next(unit for unit in units if unit.code == "QD1")
    assert (hall.people, hall.teams) == (3, 0)


def test_the_tree_asks_no_more_when_it_grows(admin, cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        admin.get(reverse("people:units"))
    with django_assert_max_num_queries(15):
        admin.get(reverse("people:staff"))
    with django_assert_max_num_queries(15):
        admin.get(reverse("people:groups"))


def test_a_unit_is_added_below_another(admin, cast):
    said = {"kind": "hall", "parent": cast.units["WC"].pk, "code": "WC2", "name": "灯塔服务厅", "hours": "09:00-18:00"}
    assert admin.post(reverse("people:unit_new"), said).status_code == 303
    made = Unit.rows.get(code="WC2")
    assert (made.path, made.city, made.hours) == ("/YZ/WC/WC2/", "望潮", "09:00-18:00")


def test_working_hours_that_cannot_be_read_are_told_at_their_field(admin, cast):
    hall = cast.units["QD1"]
    answer = admin.post(reverse("people:unit", args=[hall.pk]), {"name": "渡口", "hours": "9 to 5", "active": "on"})
    assert "08:30-12:00" in str(errors(answer)["hours"])
    assert 'value="9 to 5"' in answer.content.decode()


def test_a_unit_with_people_is_not_retired(admin, cast):
    hall = cast.units["QD1"]
    answer = admin.post(reverse("people:unit", args=[hall.pk]), {"name": hall.name})
    assert errors(answer)["active"]
    assert Unit.rows.get(pk=hall.pk).active


def test_an_empty_unit_is_retired_and_taken_back_into_use(admin, cast):
    admin.post(
        reverse("people:unit_new"), {"kind": "team", "parent": cast.units["QD"].pk, "code": "T9", "name": "九班"}
    )
    team = Unit.rows.get(code="T9")
    address = reverse("people:unit", args=[team.pk])
    assert admin.post(address, {"name": "九班"}).status_code == 303
    assert not Unit.rows.get(pk=team.pk).active
    assert admin.post(address, {"name": "九班", "active": "on"}).status_code == 303
    assert Unit.rows.get(pk=team.pk).active


def test_a_stale_form_is_refused_with_what_was_typed_and_goes_through_the_second_time(admin, cast, signed_in):
    hall = cast.units["QD1"]
    address = reverse("people:unit", args=[hall.pk])
    seen = admin.get(address).context["form"]["seen"].value()
    other = Staff.objects.get(code="9001")
    Duty.objects.create(staff=other, role="admin", unit=cast.units["YZ"])
    signed_in(other).post(address, {"name": "渡口路厅", "active": "on", "seen": seen})
    answer = admin.post(address, {"name": "渡口路大厅", "active": "on", "seen": seen})
    assert answer.status_code == 422
    assert "渡口路大厅" in answer.content.decode()
    again = {"name": "渡口路大厅", "active": "on", "seen": answer.context["form"]["seen"].value()}
    assert admin.post(address, again).status_code == 303


def test_a_person_is_added_with_a_role_and_can_sign_in(admin, cast, client):
    said = {"code": "3001", "name": "新人", "unit": cast.units["QD1"].pk, "role": "clerk", "password": "lantern-boat-7"}
    assert admin.post(reverse("people:person_new"), said).status_code == 303
    made = Staff.objects.get(code="3001")
    assert made.check_password("lantern-boat-7")
    assert [duty.role for duty in made.duties.all()] == ["clerk"]


def test_a_weak_password_is_refused_before_anybody_is_added(admin, cast):
    said = {"code": "3002", "name": "新人", "unit": cast.units["QD1"].pk, "password": "12345"}
    assert errors(admin.post(reverse("people:person_new"), said))["password"]
    assert not Staff.objects.filter(code="3002").exists()


def test_a_staff_number_that_is_taken_is_told_at_its_field(admin, cast):
    said = {"code": "1001", "name": "别人", "unit": cast.units["QD1"].pk}
    assert errors(admin.post(reverse("people:person_new"), said))["code"]


def test_whoever_is_first_asked_for_open_tickets_stays(admin, cast):
    cast.open()
    clerk = cast.clerk
    said = {"name": clerk.name, "unit": clerk.unit_id}
    answer = admin.post(reverse("people:person", args=[clerk.pk]), said)
    assert "1" in str(errors(answer)["is_active"])
    assert Staff.objects.get(pk=clerk.pk).is_active


def test_whoever_left_can_no_longer_open_anything(admin, cast, signed_in):
    theirs = signed_in(cast.colleague)
    assert theirs.get(reverse("web:patterns")).status_code == 200
    said = {"name": cast.colleague.name, "unit": cast.colleague.unit_id}
    assert admin.post(reverse("people:person", args=[cast.colleague.pk]), said).status_code == 303
    assert theirs.get(reverse("web:patterns")).status_code == 302


def test_a_new_password_signs_the_person_out(admin, cast, signed_in):
    theirs = signed_in(cast.clerk)
    address = reverse("people:person_password", args=[cast.clerk.pk])
    assert errors(admin.post(address, {"password": "short"}), "password_form")["password"]
    assert admin.post(address, {"password": "river-mint-91"}).status_code == 303
    assert Staff.objects.get(pk=cast.clerk.pk).check_password("river-mint-91")
    assert theirs.get(reverse("web:patterns")).status_code == 302


def test_the_last_administrator_stays(admin, cast):
    duty = cast.admin.duties.get()
    answer = admin.post(reverse("people:role_take", args=[cast.admin.pk, duty.pk]))
    assert answer.status_code == 422
    assert answer.context["not_taken"]
    assert errors(
        admin.post(reverse("people:person", args=[cast.admin.pk]), {"name": "管家宁", "unit": cast.admin.unit_id})
    )


def test_a_branch_lead_gives_roles_of_the_branch_but_none_above(cast, signed_in):
    lead = signed_in(cast.branch_lead)
    address = reverse("people:role_give", args=[cast.clerk.pk])
    assert lead.post(address, {"role": "back_office", "at_unit": cast.units["QD1"].pk}).status_code == 303
    # Who may sign money is said by who keeps the house (C4.8.3).
    for role in ("admin", "province_desk", "hall_manager", "city_manager"):
        answer = lead.post(address, {"role": role, "at_unit": cast.units["QD1"].pk})
        assert errors(answer, "role_form")["role"]


def test_a_branch_lead_sees_and_changes_nobody_of_another_branch(cast, signed_in):
    lead = signed_in(cast.branch_lead)
    shown = {person.code for person in lead.get(reverse("people:staff")).context["rows"]}
    assert cast.clerk.code in shown
    assert cast.other_clerk.code not in shown
    assert lead.get(reverse("people:person", args=[cast.other_clerk.pk])).status_code == 404
    assert (
        lead.post(reverse("people:person_password", args=[cast.admin.pk]), {"password": "river-mint-91"}).status_code
        == 404
    )


def test_clerks_do_not_open_administration(cast, signed_in):
    for name in ("people:units", "people:staff", "people:groups"):
        assert signed_in(cast.clerk).get(reverse(name)).status_code == 403


def test_staff_are_found_by_number_name_and_unit(admin, cast):
    def found(**asked):
        return [person.code for person in admin.get(reverse("people:staff"), asked).context["rows"]]

    assert found(q="1001") == ["1001"]
    assert found(q="小满") == ["1001"]
    assert found(unit=cast.units["QD1"].pk) == ["1001", "1002", "1003"]
    assert found(q="没有这人") == []


def test_a_group_gains_and_loses_members(admin, cast):
    group = cast.groups["QD-NET"]
    join = reverse("people:group_join", args=[group.pk])
    assert errors(admin.post(join, {"staff": "0000"}), "member_form")["staff"]
    assert admin.post(join, {"staff": "1001"}).status_code == 303
    assert group.members.filter(code="1001").exists()
    assert admin.post(reverse("people:group_leave", args=[group.pk, cast.clerk.pk])).status_code == 303
    assert not group.members.filter(code="1001").exists()


def test_a_group_with_open_tickets_is_not_closed(admin, cast):
    ticket = cast.open()
    ticket.group = cast.groups["QD-NET"]
    ticket.save()
    group = cast.groups["QD-NET"]
    answer = admin.post(reverse("people:group", args=[group.pk]), {"name": group.name, "function": group.function})
    assert errors(answer)["active"]
    assert SkillGroup.rows.get(pk=group.pk).active


def test_a_group_is_added_and_its_history_told(admin, cast):
    said = {"code": "WC-BIL", "unit": cast.units["WC"].pk, "function": "billing", "name": "望潮计费组"}
    answer = admin.post(reverse("people:group_new"), said)
    assert answer.status_code == 303
    assert "WC-BIL" in admin.get(answer["Location"]).context["history"][0].words
