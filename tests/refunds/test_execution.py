"""Each misbehaviour of billing, and what becomes of a refund that meets it (C4.8.2)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from shouwen.ledger.models import Event
from shouwen.refunds import outcomes
from shouwen.refunds.billing.http import HttpBilling
from shouwen.refunds.execution import work
from shouwen.refunds.line import line
from shouwen.refunds.models import Attempt, Difference, Refund
from shouwen.refunds.verbs import ask_now, cancel, clear, try_again
from tests.cast import Cast, done, refused
from tests.refunds.billing import Clock, over_http, rounds, settled
from tests.refunds.ordering import ordered, ordered_many


@pytest.fixture
def clock(cast: Cast) -> Clock:
    return Clock(cast.morning)


def now(refund: Refund) -> Refund:
    return Refund.rows.get(pk=refund.pk)


def story(refund: Refund) -> list[str]:
    return list(Event.objects.filter(chain=refund.chain_id).values_list("code", flat=True))


def calls(refund: Refund) -> list[tuple[str, str]]:
    return list(Attempt.objects.filter(refund=refund).order_by("pk").values_list("what", "outcome"))


def test_a_refund_is_sent_and_booked_once(cast: Cast, clock: Clock, monkeypatch: Any) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setitem(outcomes._heard, "a_test", lambda refund, at, by: told.append((refund.key, refund.state)))
    refund = ordered(cast, "D1-1")
    with over_http(clock) as (system, billing):
        rounds(clock, billing, count=3)
        (booked,) = system.book.all()
    refund = now(refund)
    assert (refund.state, refund.booked, refund.receipt) == ("done", Decimal("60.00"), booked.receipt)
    assert (refund.booked_at, refund.period) == (booked.booked_at, "2026-03")
    assert story(refund) == ["refund.ordered", "refund.done"]
    assert told == [("D1-1", "done")]


@pytest.mark.parametrize("trouble", ["cut_before", "fail_before"])
def test_lost_before_it_was_booked_it_is_sent_again_only_after_the_grace_time(
    cast: Cast, clock: Clock, trouble: str
) -> None:
    refund = ordered(cast, "D1-1")
    with over_http(clock) as (system, billing):
        system.moods = type(system.moods)(**{trouble: 1.0})
        work(clock.at, billing=billing)
        assert now(refund).state == "unknown"
        system.moods = type(system.moods)()
        for _ in range(10):
            work(clock.on(minutes=2), billing=billing)
        assert now(refund).state == "unknown" and system.book.all() == []
        assert ("send", "unknown") in calls(refund) and calls(refund).count(("send", "unknown")) == 1
        for _ in range(20):
            work(clock.on(minutes=2), billing=billing)
        assert len(system.book.all()) == 1
    assert now(refund).state == "done"
    assert story(refund) == ["refund.ordered", "refund.unknown", "refund.absent", "refund.done"]


@pytest.mark.parametrize("trouble", ["cut_after", "fail_after", "twice", "garbage", "of_another"])
def test_lost_after_it_was_booked_it_is_asked_for_and_not_sent_again(cast: Cast, clock: Clock, trouble: str) -> None:
    refund = ordered(cast, "D1-1")
    with over_http(clock) as (system, billing):
        system.moods = type(system.moods)(**{trouble: 1.0})
        work(clock.at, billing=billing)
        assert now(refund).state in ("unknown", "done")
        system.moods = type(system.moods)()
        rounds(clock, billing, count=5)
        assert len(system.book.all()) == 1
    assert now(refund).state == "done"
    assert [what for what, _ in calls(refund)].count("send") == 1


def test_no_answer_in_time_is_unknown(cast: Cast, clock: Clock) -> None:
    refund = ordered(cast, "D1-1")
    with over_http(clock, delay=1.0, delay_seconds=1.0) as (system, billing):
        work(clock.at, billing=HttpBilling(billing.base, seconds=0.2))  # type: ignore[attr-defined]
        assert (now(refund).state, now(refund).why) == ("unknown", "timed-out")
        rounds(clock, billing, count=3)
    assert now(refund).state == "done"


def test_forgotten_for_a_while_it_is_found_again_without_being_sent(cast: Cast, clock: Clock) -> None:
    refund = ordered(cast, "D1-1")
    with over_http(clock, forget=1.0, forget_seconds=600, cut_after=1.0) as (system, billing):
        work(clock.at, billing=billing)
        system.moods = type(system.moods)(forget=1.0, forget_seconds=600)
        settled(clock, billing)
        assert len(system.book.all()) == 1
    assert now(refund).state == "done"
    assert [what for what, _ in calls(refund)].count("send") == 1
    assert ("statement", "absent") in calls(refund)


def test_a_dropped_key_is_found_in_the_statement_and_never_booked_twice(cast: Cast, clock: Clock) -> None:
    refund = ordered(cast, "D1-1")
    with over_http(clock, drop_key=1.0, cut_after=1.0) as (system, billing):
        work(clock.at, billing=billing)
        system.moods = type(system.moods)()
        settled(clock, billing)
        assert len(system.book.all()) == 1
    assert now(refund).state == "done"
    assert calls(refund) == [("send", "unknown"), ("ask", "absent"), ("statement", "done")]


def test_still_working_is_asked_for_until_it_is_booked(cast: Cast, clock: Clock) -> None:
    refund = ordered(cast, "D1-1")
    with over_http(clock, pending=1.0) as (system, billing):
        work(clock.at, billing=billing)
        assert (now(refund).state, now(refund).why) == ("unknown", "still-working")
        system.moods = type(system.moods)()
        rounds(clock, billing, count=3)
        assert len(system.book.all()) == 1
    assert now(refund).state == "done"


def test_refused_waits_for_a_person_who_mends_it(cast: Cast, clock: Clock) -> None:
    refund = ordered(cast, "D1-1")
    with over_http(clock) as (system, billing):
        system.closed.add(cast.customers["ordinary"].number)
        rounds(clock, billing, count=3)
        assert (now(refund).state, now(refund).why) == ("refused", "number-closed")
        assert refused(try_again(refund.pk, actor=cast.clerk, at=clock.at)) == "not-allowed"
        system.closed.clear()
        system.book.forget_refusal("D1-1")
        done(try_again(refund.pk, actor=cast.support_lead, at=clock.at, why="已复机"))
        rounds(clock, billing, count=3)
        assert len(system.book.all()) == 1
    assert story(refund) == ["refund.ordered", "refund.refused", "refund.tried_again", "refund.done"]


def test_another_amount_is_never_silently_done(cast: Cast, clock: Clock) -> None:
    refund = ordered(cast, "D1-1")
    with over_http(clock, other_amount=1.0) as (system, billing):
        settled(clock, billing)
        assert (now(refund).state, now(refund).held, now(refund).why) == ("unknown", True, "other-amount")
        row = Difference.rows.get()
        assert (row.kind, row.ours, row.theirs) == ("other_amount", Decimal("60.00"), Decimal("60.01"))
        # More than was approved is not accepted.
        said: dict[str, Any] = {"actor": cast.support_lead, "at": clock.at, "why": "差一分"}
        assert refused(clear(row.pk, how="accepted", **said)) == "refund-booked-too-much"
        assert Difference.rows.get().cleared_at is None
        # Mended in billing, it is asked for again.
        system.moods = type(system.moods)()
        system.book._db.execute("UPDATE booking SET amount = '60.00'")
        done(clear(row.pk, how="mended", **said))
        rounds(clock, billing, count=2)
    assert now(refund).state == "done"
    assert Difference.rows.get().cleared_why == "差一分"


def test_less_is_done_once_a_person_accepts_it(cast: Cast, clock: Clock) -> None:
    refund = ordered(cast, "D1-1")
    with over_http(clock, cut_after=1.0) as (system, billing):
        work(clock.at, billing=billing)
        system.moods = type(system.moods)()
        system.book._db.execute("UPDATE booking SET amount = '59.00'")
        rounds(clock, billing, count=3)
        row = Difference.rows.get()
        done(clear(row.pk, actor=cast.support_lead, at=clock.at, how="accepted", why="差额另补"))
    assert (now(refund).state, now(refund).booked) == ("done", Decimal("59.00"))


def test_billing_down_loses_nothing_and_is_not_hammered(cast: Cast, clock: Clock) -> None:
    many = ordered_many(cast, 30, at=cast.morning)
    nowhere = HttpBilling("http://127.0.0.1:9", seconds=1.0, connect_seconds=0.5)
    for _ in range(20):
        work(clock.on(seconds=5), billing=nowhere)
    assert set(Refund.rows.values_list("state", "tries")) == {("due", 0)}
    assert Attempt.objects.filter(why="not-reached").count() == Attempt.objects.count()
    # One look with all at once, then one call at a time after ever longer pauses.
    assert Attempt.objects.count() <= 40
    assert line().down_since is not None
    with over_http(clock) as (system, billing):
        settled(clock, billing)
        assert sorted(one.key for one in system.book.all()) == sorted(one.key for one in many)
    assert set(Refund.rows.values_list("state", flat=True)) == {"done"}
    assert line().down_since is None


def test_a_worker_that_went_away_leaves_an_unknown_outcome(cast: Cast, clock: Clock) -> None:
    refund = ordered(cast, "D1-1")
    Refund.rows.filter(pk=refund.pk).update(state="sending", lease_until=clock.at + timedelta(minutes=2), tries=1)
    with over_http(clock) as (system, billing):
        work(clock.at, billing=billing)
        assert now(refund).state == "sending", "somebody may still have it"
        work(clock.on(minutes=3), billing=billing)
        assert now(refund).state == "unknown" and not system.book.all()
        settled(clock, billing)
        assert len(system.book.all()) == 1
    assert now(refund).state == "done"


def test_never_answered_it_waits_for_a_person_who_has_it_asked(cast: Cast, clock: Clock) -> None:
    refund = ordered(cast, "D1-1")
    with over_http(clock, of_another=1.0) as (system, billing):
        for _ in range(40):
            work(clock.on(minutes=61), billing=billing)
        assert (now(refund).state, now(refund).held, now(refund).why) == ("unknown", True, "too-many-asks")
        before = Attempt.objects.count()
        work(clock.on(days=1), billing=billing)
        assert Attempt.objects.count() == before
        system.moods = type(system.moods)()
        done(ask_now(refund.pk, actor=cast.support_lead, at=clock.at))
        rounds(clock, billing)
    assert now(refund).state == "done"


def test_only_what_was_certainly_not_booked_is_cancelled(cast: Cast, clock: Clock) -> None:
    first, second = ordered(cast, "D1-1"), ordered(cast, "D1-2")
    said: dict[str, Any] = {"actor": cast.support_lead, "at": clock.at}
    assert refused(cancel(first.pk, why=" ", **said)) == "say-why"
    done(cancel(first.pk, why="客户撤销", **said))
    with over_http(clock, pending=1.0) as (system, billing):
        work(clock.at, billing=billing)
        assert refused(cancel(second.pk, why="客户撤销", **said)) == "refund-under-way"
    assert {one.key for one in Refund.rows.filter(state="cancelled")} == {"D1-1"}


def test_what_whoever_ordered_cannot_bear_keeps_nobody_else_waiting(cast: Cast, clock: Clock, monkeypatch: Any) -> None:
    def broken(refund: Refund, at: Any, by: Any) -> None:
        raise RuntimeError("cannot bear it")

    monkeypatch.setitem(outcomes._heard, "batch", broken)
    bad, good = ordered(cast, "B-1", origin="batch"), ordered(cast, "D1-1")
    with over_http(clock) as (_, billing):
        rounds(clock, billing, count=2)
        assert (now(bad).state, now(good).state) == ("sending", "done")
        monkeypatch.setitem(outcomes._heard, "batch", lambda refund, at, by: None)
        rounds(clock, billing, count=6)
    assert now(bad).state == "done"
