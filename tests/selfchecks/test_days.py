"""C4.8.7: clerks hand the day's refunds to the manager, who signs each. Nobody signs their own."""

from datetime import date, timedelta
from typing import Any

from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from shouwen.ledger.models import Event
from shouwen.notices.models import Message
from shouwen.people.models import Staff
from shouwen.refunds.models import Refund
from shouwen.selfchecks import verbs
from shouwen.selfchecks.models import Day
from shouwen.selfchecks.owning import unlisted_of
from shouwen.selfchecks.running import missed
from shouwen.selfchecks.sealing import genuine
from tests.cast import Cast, done, refused
from tests.disputes.telling import Story
from tests.selfchecks.telling import EVENING, TODAY, paid, sheet, waived


def hand_in(cast: Cast, by: Staff | None = None, *, keys: list[str] | None = None, **said: Any) -> Done | Refused:
    person = by or cast.clerk
    told: dict[str, Any] = {"unit": person.unit, "day": TODAY, "at": EVENING, **said}
    listed = [one.refund.key for one in unlisted_of(person, told["day"]) if one.refund.unit_id == told["unit"].pk]
    return verbs.hand_in(actor=person, keys=listed if keys is None else keys, **told)


def sign(cast: Cast, day: Day, line: int, by: Staff | None = None, **said: Any) -> Done | Refused:
    return verbs.sign_line(day.pk, actor=by or cast.hall_manager, at=EVENING, line=line, **said)


def give_back(cast: Cast, day: Day, line: int, by: Staff | None = None, why: str = "理由不清") -> Done | Refused:
    said = {"line": line, "reason": "unreasonable", "why": why}
    return verbs.return_line(day.pk, actor=by or cast.hall_manager, at=EVENING, **said)


def codes(day: Day) -> list[str]:
    return list(Event.objects.filter(chain=day.chain_id).values_list("code", flat=True))


def test_the_days_list_has_what_was_granted_applied_for_waived_and_reversed(cast: Cast) -> None:
    own, asked, fee = paid(cast), paid(cast, "300.00", cast.hall_manager), waived(cast)
    back = paid(cast, "20.00", customer="prepaid")
    done(back.do("ask_reversal", refund=back.refund.key, amount=back.refund.total, why="退错客户"))
    back.signed(cast.hall_manager)
    listed = [one.refund.key for one in unlisted_of(cast.clerk, TODAY)]
    reversal = Refund.rows.get(reverses__isnull=False)
    first = back.dispute.refunds().first()
    assert first is not None
    assert set(listed) == {own.refund.key, asked.refund.key, fee.refund.key, first.key, reversal.key}
    # What was signed last was ordered by the manager; it is the clerk's all the same.
    assert unlisted_of(cast.hall_manager, TODAY) == []


def test_a_day_is_handed_in_signed_one_by_one_and_then_closed(cast: Cast) -> None:
    paid(cast), paid(cast, "12.00", customer="prepaid")
    day = done(hand_in(cast))
    assert (day.state, day.waiting, day.lines.count()) == ("handed", 2, 2)
    assert Message.objects.filter(to=cast.hall_manager, code="day.handed_in").count() == 1
    assert done(sign(cast, day, 1)).state == "handed"
    closed = done(sign(cast, day, 2))
    assert (closed.state, closed.waiting) == ("signed", 0) and genuine(closed.said, closed.code)
    assert codes(day) == ["day.handed_in", "day.line_signed", "day.line_signed"]
    assert Event.objects.filter(chain=day.chain_id).last().facts["check_code"] == closed.code  # type: ignore[union-attr]
    assert refused(sign(cast, day, 2)) == "day-closed"


def test_what_comes_after_the_sheet_was_signed_makes_the_next_one(cast: Cast) -> None:
    paid(cast)
    day = done(hand_in(cast))
    paid(cast, "12.00", customer="prepaid")
    assert done(hand_in(cast)).pk == day.pk
    for line in (1, 2):
        done(sign(cast, day, line))
    paid(cast, "13.00", customer="silver")
    assert done(hand_in(cast)).number == 2


def test_nobody_signs_their_own_and_a_managers_own_go_to_the_next_above(cast: Cast) -> None:
    paid(cast, by=cast.hall_manager)
    day = done(hand_in(cast, cast.hall_manager))
    assert refused(sign(cast, day, 1)) == "own-day"
    assert [message.to for message in Message.objects.filter(code="day.handed_in")] == [cast.support_lead]
    assert done(sign(cast, day, 1, cast.support_lead)).state == "signed"


def test_a_manager_of_the_same_rank_is_not_the_next_above(cast: Cast) -> None:
    from shouwen.people.system import SETUP
    from shouwen.people.verbs import give_role

    said: dict[str, Any] = {"actor": SETUP, "at": cast.morning, "role": "hall_manager", "unit": cast.units["QD1"]}
    done(give_role(cast.second_hall_manager.pk, **said))
    both = Cast()
    paid(both, by=both.hall_manager)
    day = done(hand_in(both, both.hall_manager))
    assert refused(sign(both, day, 1, both.second_hall_manager)) == "day-next-above"


def test_a_clerk_another_hall_and_an_auditor_sign_nothing(cast: Cast) -> None:
    paid(cast)
    day = done(hand_in(cast))
    assert refused(sign(cast, day, 1, cast.colleague)) == "not-found"
    assert refused(sign(cast, day, 1, cast.clerk)) == "not-allowed"
    assert refused(sign(cast, day, 1, cast.second_hall_manager)) == "not-found"
    assert refused(sign(cast, day, 1, cast.other_lead)) == "not-found"
    assert refused(sign(cast, day, 1, cast.auditor)) == "not-allowed"


def test_a_returned_line_is_the_clerks_again_until_it_is_mended_and_handed_in(cast: Cast) -> None:
    paid(cast), paid(cast, "12.00", customer="prepaid")
    day = done(hand_in(cast))
    assert refused(give_back(cast, day, 1, why=" ")) == "say-why"
    done(give_back(cast, day, 1))
    assert sheet(cast.clerk).state == "returned"
    assert Message.objects.filter(to=cast.clerk, code="day.line_returned").count() == 1
    assert refused(sign(cast, day, 1)) == "day-line-not-waiting"
    done(sign(cast, day, 2))
    assert sheet(cast.clerk).state == "returned"
    said: dict[str, Any] = {"actor": cast.clerk, "at": EVENING}
    assert refused(verbs.hand_in_again(day.pk, mended={}, **said)) == "say-what-was-mended"
    done(verbs.hand_in_again(day.pk, mended={1: "补录接待情况"}, **said))
    assert done(sign(cast, day, 1)).state == "signed"


def test_a_list_that_grew_meanwhile_is_looked_at_again(cast: Cast) -> None:
    first = paid(cast)
    paid(cast, "12.00", customer="prepaid")
    assert refused(hand_in(cast, keys=[first.refund.key])) == "day-changed"
    assert refused(hand_in(cast, day=date(2026, 3, 5), keys=[])) == "day-not-begun"
    assert refused(hand_in(cast, cast.colleague, keys=[])) == "day-nothing"


def test_a_stale_signature_is_refused(cast: Cast) -> None:
    paid(cast)
    day = done(hand_in(cast))
    seen = day.chain.length
    paid(cast, "12.00", customer="prepaid")
    done(hand_in(cast))
    assert refused(sign(cast, day, 1, seen=seen)) == "stale"


def test_what_nobody_handed_in_is_told_to_the_manager_once(cast: Cast) -> None:
    paid(cast)
    assert missed.work(EVENING) == 0
    midnight = EVENING + timedelta(hours=7)
    assert (missed.work(midnight), missed.work(midnight)) == (1, 0)
    day = sheet(cast.clerk)
    assert (day.state, day.lines.count()) == ("missing", 1)
    told = Message.objects.filter(code="day.missed")
    assert {message.to for message in told} == {cast.clerk, cast.hall_manager}
    assert refused(sign(cast, day, 1)) == "day-line-not-waiting"
    done(verbs.hand_in_again(day.pk, actor=cast.clerk, at=midnight, mended={}))
    assert done(sign(cast, day, 1)).state == "signed"


def test_for_a_clerk_who_is_away_the_manager_hands_in_and_says_why(cast: Cast) -> None:
    paid(cast)
    missed.work(EVENING + timedelta(hours=7))
    day = sheet(cast.clerk)
    said: dict[str, Any] = {"at": EVENING + timedelta(hours=8), "mended": {}}
    assert refused(verbs.hand_in_again(day.pk, actor=cast.hall_manager, **said)) == "say-why"
    assert refused(verbs.hand_in_again(day.pk, actor=cast.auditor, why="休假", **said)) == "not-yours-to-hand-in"
    done(verbs.hand_in_again(day.pk, actor=cast.hall_manager, why="休假", **said))
    assert sheet(cast.clerk).state == "handed"


def test_a_refund_of_late_evening_belongs_to_the_day_in_shanghai(cast: Cast) -> None:
    story = Story(cast, "30.00", at=EVENING + timedelta(hours=6)).ready("30.00")
    done(story.do("grant"))
    assert len(unlisted_of(cast.clerk, TODAY)) == 1
    story = Story(cast, "30.00", at=EVENING + timedelta(hours=7), customer="prepaid").ready("30.00")
    done(story.do("grant"))
    assert len(unlisted_of(cast.clerk, TODAY)) == 1
