"""Leave and deputies (C4.8.3): who may be named, for how long, and how it ends."""

from datetime import timedelta

import pytest

from shouwen.people.leaves import end_past
from shouwen.people.models import Leave, Staff
from shouwen.people.models.stamp import stamp
from shouwen.people.verbs import change_staff, end_leave, name_deputy
from tests.cast import done, refused

pytestmark = pytest.mark.django_db


def away(cast, person, deputy, *, by=None, begins=0.0, days=2.0, at=None):
    at = at or cast.morning
    told = {"begins_at": at + timedelta(days=begins), "ends_at": at + timedelta(days=begins + days)}
    return name_deputy(person.pk, actor=by or person, at=at, deputy=deputy, **told)


def test_a_colleague_of_the_same_level_stands_in(cast):
    done(away(cast, cast.hall_manager, cast.second_hall_manager))
    event = cast.hall_manager.chain.events.last()
    assert (event.code, event.facts["deputy"]) == ("leave.named", "1014")
    assert Leave.objects.get().holds(cast.after(hours=1)) and not Leave.objects.get().holds(cast.after(days=2))


def test_somebody_of_a_higher_level_stands_in(cast):
    done(away(cast, cast.hall_manager, cast.department_manager))


def test_a_deputy_below_the_level_is_refused(cast):
    assert refused(away(cast, cast.hall_manager, cast.colleague)) == "deputy-too-low"
    assert refused(away(cast, cast.department_manager, cast.office_manager)) == "deputy-too-low"
    assert refused(away(cast, cast.hall_manager, cast.admin)) == "deputy-too-low"


def test_nobody_is_their_own_deputy(cast):
    assert refused(away(cast, cast.hall_manager, cast.hall_manager)) == "deputy-self"


def test_a_deputy_who_left_is_refused(cast):
    done(change_staff(cast.second_hall_manager.pk, actor=cast.admin, at=cast.morning, is_active=False))
    left = Staff.objects.get(pk=cast.second_hall_manager.pk)
    assert refused(away(cast, cast.hall_manager, left)) == "staff-inactive"


def test_leave_does_not_overlap_with_leave(cast):
    done(away(cast, cast.hall_manager, cast.second_hall_manager, begins=3))
    for begins, days in ((2, 2), (4, 5), (3.5, 0.5), (0, 9)):
        answer = away(cast, cast.hall_manager, cast.support_lead, begins=begins, days=days)
        assert refused(answer) == "leave-overlaps"


def test_leave_follows_upon_leave(cast):
    done(away(cast, cast.hall_manager, cast.second_hall_manager, begins=3))
    done(away(cast, cast.hall_manager, cast.support_lead, begins=5))
    done(away(cast, cast.hall_manager, cast.support_lead, begins=1))


def test_leave_has_a_length_and_ends_in_the_future(cast):
    assert refused(away(cast, cast.hall_manager, cast.support_lead, days=-1)) == "until-in-past"
    assert refused(away(cast, cast.hall_manager, cast.support_lead, begins=-5, days=3)) == "until-in-past"


def test_leave_that_ended_early_makes_room_for_other(cast):
    done(away(cast, cast.hall_manager, cast.second_hall_manager))
    leave = Leave.objects.get()
    told = {"actor": cast.hall_manager, "leave": leave.pk}
    done(end_leave(cast.hall_manager.pk, at=cast.after(hours=3), **told))
    leave.refresh_from_db()
    assert leave.ended_at == cast.after(hours=3)
    assert leave.holds(cast.after(hours=2)) and not leave.holds(cast.after(hours=3))
    assert refused(end_leave(cast.hall_manager.pk, at=cast.after(hours=4), **told)) == "not-found"
    done(away(cast, cast.hall_manager, cast.support_lead, begins=1))


def test_leave_that_is_called_off_never_held(cast):
    done(away(cast, cast.hall_manager, cast.second_hall_manager, begins=3))
    leave = Leave.objects.get()
    done(end_leave(cast.hall_manager.pk, actor=cast.hall_manager, at=cast.after(hours=1), leave=leave.pk))
    leave.refresh_from_db()
    assert not any(leave.holds(cast.after(days=day)) for day in range(7))


def test_only_oneself_or_who_manages_one_records_it(cast):
    told = (cast.hall_manager, cast.second_hall_manager)
    assert refused(away(cast, *told, by=cast.support_lead)) == "not-yours"
    assert refused(away(cast, *told, by=cast.other_lead)) == "not-allowed"
    assert refused(away(cast, *told, by=cast.clerk)) == "not-allowed"
    done(away(cast, *told, by=cast.branch_lead))


def test_leave_ends_by_itself_when_its_time_has_come(cast):
    done(away(cast, cast.hall_manager, cast.second_hall_manager))
    assert end_past(cast.after(days=1)) == 0
    before = stamp()
    assert end_past(cast.after(days=2)) == 1 and stamp() != before
    leave = Leave.objects.get()
    assert leave.ended_at == leave.ends_at
    assert end_past(cast.after(days=3)) == 0


def test_a_deputy_sees_the_place_while_the_leave_goes_on(cast):
    done(away(cast, cast.hall_manager, cast.other_lead))
    assert Staff.objects.get(pk=cast.other_lead.pk).paths_stood_in == ("/YZ/QD/QD1/",)
    end_past(cast.after(days=2))
    assert Staff.objects.get(pk=cast.other_lead.pk).paths_stood_in == ()
