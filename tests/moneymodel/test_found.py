"""What the made-up stories of money found once, each told again in as few steps as it takes (C4.8)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from shouwen.disputes.models import Application
from shouwen.disputes.verbs import drop_reversal
from shouwen.people.system import System
from shouwen.refunds import verbs as refunds
from shouwen.refunds.models import Refund
from tests.cast import Cast, done, refused
from tests.disputes.telling import ANSWERS, Story, billed

D = Decimal
BILLING = System("system:billing")
UNPROVEN = {**ANSWERS, "insists": "insists"}


def refused_by_billing(story: Story) -> Refund:
    """What was ordered last is refused there."""
    refund = story.refund
    Refund.rows.filter(pk=refund.pk).update(state="sending")
    done(refunds.refused(refund.pk, actor=BILLING, at=story.later(minutes=1).at, why="number-closed"))
    return refund


def paid(cast: Cast, amount: str = "80.00", **said: object) -> Story:
    """So much went back on the front line's own authority."""
    story = Story(cast, amount, **said).ready(amount)  # type: ignore[arg-type]
    done(story.do("grant"))
    return billed(story)


def taken_back(story: Story, amount: str) -> Refund:
    """A reversal was asked for and signed; billing has not booked it yet."""
    first = story.dispute.refunds().filter(reverses=None).last()
    assert first is not None
    done(story.do("ask_reversal", refund=first.key, amount=D(amount), why="多退"))
    story.signed(story.cast.hall_manager)
    return story.refund


def test_what_was_calculated_anew_after_a_refusal_can_not_be_tried_again_beside_the_new_one(cast: Cast) -> None:
    story = Story(cast, "80.00").ready("80.00")
    done(story.do("grant"))
    old = refused_by_billing(story)
    done(story.propose("single", "60.00", verb="recalculate"))
    again = refunds.try_again(old.pk, actor=cast.support_lead, at=story.at, why="已复机")
    assert refused(again) == "refund-not-refused"
    done(story.do("grant"))
    assert billed(story).dispute.paid == D("60.00")
    assert [one.state for one in story.dispute.refunds()] == ["cancelled", "done"]


def test_what_was_paid_still_counts_after_the_rest_was_calculated_anew(cast: Cast) -> None:
    story = Story(cast, "80.00").found("unproven").papered().later(days=12).proposed(answers=UNPROVEN)
    done(story.do("grant"))
    billed(story).found("proven").proposed()
    done(story.propose("none", verb="recalculate"))
    other = Story(cast, "60.00", at=story.at).ready("60.00")
    assert refused(other.do("grant")) == "beyond-own-authority"


def test_another_cause_found_afterwards_does_not_hide_what_was_paid(cast: Cast) -> None:
    story = paid(cast)
    done(story.do("close", told="已告知"))
    done(story.do("reopen", why="客户又来"))
    story.found(cause="company.design")
    other = Story(cast, "60.00", at=story.at).ready("60.00")
    assert refused(other.do("grant")) == "beyond-own-authority"


def test_what_was_promised_early_and_paid_late_counts_from_when_it_was_paid(cast: Cast) -> None:
    story = Story(cast, "80.00").ready("80.00")
    done(story.do("grant"))
    billed(story.later(days=20))
    at = cast.morning + timedelta(days=40)
    assert refused(Story(cast, "60.00", at=at).ready("60.00").do("grant")) == "beyond-own-authority"
    at = cast.morning + timedelta(days=52)
    done(Story(cast, "60.00", at=at).ready("60.00").do("grant"))


def test_the_rest_of_a_double_refund_is_taken_back_when_its_gift_has_gone_already(cast: Cast) -> None:
    story = Story(cast, "40.00").found().papered().proposed()
    done(story.do("grant"))
    billed(story)
    first, second = taken_back(story, "50.00"), None
    assert (first.principal, first.gift) == (D("-10.00"), D("-40.00"))
    billed(story)
    second = taken_back(story, "30.00")
    assert (second.principal, second.gift) == (D("-30.00"), D("0.00"))
    assert billed(story).dispute.paid == D("0.00")


@pytest.mark.parametrize("how", ["refused", "cancelled", "not_sent"])
def test_a_reversal_that_billing_will_not_book_has_a_way_out(cast: Cast, how: str) -> None:
    story = paid(cast)
    back = taken_back(story, "30.00")
    if how == "refused":
        refused_by_billing(story)
    if how == "cancelled":
        done(refunds.cancel(back.pk, actor=cast.support_lead, at=story.at, why="不追回"))
    assert refused(drop_reversal(story.row.pk, actor=cast.other_clerk, at=story.at, why="x")) == "not-found"
    done(drop_reversal(story.row.pk, actor=cast.clerk, at=story.at, why="账务不予冲正"))
    assert (story.state, story.dispute.paid, story.refund.state) == ("refunded", D("80.00"), "cancelled")
    assert story.application.state == Application.State.LAPSED
    done(story.do("close", told="已告知"))


def test_a_reversal_that_waits_or_is_on_its_way_is_not_given_up(cast: Cast) -> None:
    story = paid(cast)
    done(story.do("ask_reversal", refund=story.refund.key, amount=D("30.00"), why="多退"))
    who = {"actor": cast.clerk, "why": "不追"}
    assert refused(drop_reversal(story.row.pk, at=story.at, **who)) == "application-waits"
    story.signed(cast.hall_manager)
    Refund.rows.filter(pk=story.refund.pk).update(state="unknown")
    assert refused(drop_reversal(story.row.pk, at=story.at, **who)) == "refund-on-its-way"


def test_less_that_a_person_accepted_is_what_was_paid_and_the_rest_can_follow(cast: Cast) -> None:
    story = Story(cast, "80.00").ready("80.00")
    done(story.do("grant"))
    told = {"booked_at": story.at, "amount": D("70.00"), "receipt": "R1", "accepted": True}
    Refund.rows.filter(pk=story.refund.pk).update(state="unknown")
    done(refunds.done(story.refund.pk, actor=cast.support_lead, at=story.at, **told))
    assert (story.dispute.paid, story.dispute.paid_parts()) == (D("70.00"), (D("70.00"), D("0.00")))
    assert refused(story.do("ask_reversal", refund=story.refund.key, amount=D("70.01"), why="x")) == "reversal-too-much"
    done(story.do("close", told="已告知"))
    done(story.do("reopen", why="补差额"))
    story.found().proposed("single", "80.00")
    assert story.dispute.amount == D("10.00")
