"""Who signs when somebody is away, has applied themselves, or has signed already (C4.8.3)."""

from datetime import timedelta

import pytest

from shouwen.disputes.reads.signing import signer, signers
from shouwen.people.leaves import end_past
from shouwen.people.models import Leave, Staff
from shouwen.people.verbs import change_staff, end_leave, name_deputy
from tests.cast import done, refused
from tests.disputes.telling import Story

pytestmark = pytest.mark.django_db


def away(cast, person, deputy, *, days=20.0):
    told = {"begins_at": cast.morning, "ends_at": cast.morning + timedelta(days=days)}
    done(name_deputy(person.pk, actor=person, at=cast.morning, deputy=deputy, **told))


def asked(cast, amount="300.00", **said):
    return Story(cast, amount, **said).ready(amount).applied()


def fresh(person):
    """The person as the next request reads them."""
    return Staff.objects.get(pk=person.pk)


def codes(story):
    return [one.staff.code for one in signers(story.application, story.at)]


def test_who_is_on_leave_can_not_sign(cast):
    story = asked(cast)
    away(cast, cast.hall_manager, cast.second_hall_manager)
    assert refused(story.sign(cast.hall_manager)) == "not-your-level"


def test_the_deputy_signs_for_them_and_the_chain_says_so(cast):
    story = asked(cast)
    away(cast, cast.hall_manager, cast.second_hall_manager)
    done(story.sign(fresh(cast.second_hall_manager)))
    signature = story.application.signatures.get()
    assert (signature.by, signature.stands_for) == (cast.second_hall_manager, cast.hall_manager)
    assert story.state == "promised"
    assert story.dispute.chain.events.get(code="dispute.signed").facts["stands_for"] == "1003"


def test_a_deputy_of_another_branch_sees_and_signs_what_they_stand_in_for(cast):
    story = asked(cast)
    assert refused(story.sign(cast.other_lead)) == "not-found"
    away(cast, cast.hall_manager, cast.other_lead)
    done(story.sign(fresh(cast.other_lead)))


def test_nobody_else_signs_for_them(cast):
    story = asked(cast)
    away(cast, cast.hall_manager, cast.second_hall_manager)
    # The support lead is a team leader of the branch as well, and is not away.
    assert codes(story) == ["1014", "1009"]
    assert refused(story.sign(cast.office_manager)) == "not-your-level"


def test_a_deputy_who_applied_is_passed_over(cast):
    away(cast, cast.hall_manager, cast.support_lead)
    story = asked(cast, by=cast.hall_manager)
    assert "1009" in codes(story)
    other = asked(cast, customer="gold", by=cast.support_lead)
    assert refused(other.sign(fresh(cast.support_lead))) == "own-application"
    assert codes(other) == ["1011"]


def test_a_deputy_who_signed_already_is_passed_over(cast):
    story = asked(cast, "900.00")
    story.signed(cast.hall_manager)
    away(cast, cast.office_manager, cast.department_manager)
    done(story.sign(fresh(cast.department_manager)))
    story = asked(cast, "900.00", customer="gold")
    Leave.objects.all().delete()
    away(cast, cast.hall_manager, cast.department_manager)
    away(cast, cast.office_manager, cast.department_manager)
    done(story.sign(fresh(cast.department_manager)))
    assert story.application.level == "office_manager"
    assert refused(story.sign(fresh(cast.department_manager))) == "signed-already"
    assert codes(story) == ["1013"]


def test_a_level_with_nobody_left_is_signed_by_the_next_above(cast):
    story = asked(cast, "900.00").signed(cast.hall_manager)
    done(change_staff(cast.office_manager.pk, actor=cast.admin, at=story.at, is_active=False))
    assert codes(story) == ["1012"]
    done(story.sign(cast.department_manager))
    assert story.application.signatures.last().level == "office_manager"
    assert story.state == "promised"


def test_a_deputy_who_is_away_too_signs_for_nobody(cast):
    story = asked(cast, "900.00").signed(cast.hall_manager)
    away(cast, cast.office_manager, cast.department_manager)
    away(cast, cast.department_manager, cast.city_manager)
    # The department's deputy signs for the next level above; nobody stands in for a deputy.
    assert codes(story) == ["1013"]
    assert refused(story.sign(fresh(cast.department_manager))) == "not-your-level"
    found = signer(story.application, fresh(cast.city_manager), story.at)
    assert found is not None and found.stands_for == cast.department_manager


def test_back_from_leave_one_signs_oneself_and_the_deputy_no_longer(cast):
    story = asked(cast)
    away(cast, cast.hall_manager, cast.other_lead)
    leave = Leave.objects.get()
    done(end_leave(cast.hall_manager.pk, actor=cast.hall_manager, at=story.at, leave=leave.pk))
    assert refused(story.sign(fresh(cast.other_lead))) == "not-found"
    done(story.sign(cast.hall_manager))


def test_over_leave_ends_the_deputys_right_even_before_the_worker_comes_by(cast):
    story = asked(cast)
    away(cast, cast.hall_manager, cast.other_lead, days=1)
    story.later(days=1)
    assert refused(story.sign(fresh(cast.other_lead))) == "not-your-level"
    end_past(story.at)
    assert refused(story.sign(fresh(cast.other_lead))) == "not-found"
    done(story.sign(cast.hall_manager))


def test_a_deputy_whose_role_was_taken_no_longer_stands_high_enough(cast):
    story = asked(cast, "900.00").signed(cast.hall_manager)
    away(cast, cast.office_manager, cast.department_manager)
    cast.department_manager.duties.all().delete()
    assert codes(story) == ["1013"]
