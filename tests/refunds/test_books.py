"""Both books beside each other to the cent, both ways; months that stay closed; reversals (C4.8)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from shouwen.refunds.billing.http import HttpBilling
from shouwen.refunds.billing.port import Order, Unavailable
from shouwen.refunds.line import line
from shouwen.refunds.models import Difference, Period, Reconciliation, Refund
from shouwen.refunds.reconciling import reconcile
from shouwen.refunds.reconciling import work as reconciling
from shouwen.refunds.verbs import clear, close_period
from tests.cast import Cast, done, refused
from tests.refunds.billing import Clock, over_http, rounds
from tests.refunds.ordering import ordered, ordered_many

DAY = date(2026, 3, 4)


@pytest.fixture
def clock(cast: Cast) -> Clock:
    return Clock(cast.morning)


def kinds() -> set[tuple[str, str]]:
    return set(Difference.rows.filter(cleared_at=None).values_list("kind", "key"))


def test_the_same_on_both_sides_to_the_cent(cast: Cast, clock: Clock) -> None:
    ordered_many(cast, 30, at=cast.morning)
    with over_http(clock) as (_, billing):
        rounds(clock, billing, count=2)
        made = reconcile(DAY, clock.at, billing=billing)
    assert made is not None and (made.ours, made.ours_total) == (30, Decimal("465.00"))
    assert (made.theirs, made.theirs_total) == (30, Decimal("465.00"))
    assert not kinds()


def test_every_way_to_differ_is_found_once_until_it_is_cleared(cast: Cast, clock: Clock) -> None:
    ordered_many(cast, 5, at=cast.morning)
    with over_http(clock) as (system, billing):
        rounds(clock, billing, count=2)
        db = system.book._db
        db.execute("DELETE FROM booking WHERE key = 'many-1'")
        db.execute("UPDATE booking SET amount = '2.50' WHERE key = 'many-2'")
        copied = (
            "INSERT INTO booking (key, number, amount, booked_at) SELECT {}, number, amount, booked_at FROM booking"
        )
        db.execute(copied.format("key") + " WHERE key = 'many-3'")
        db.execute(copied.format("'nobodys'") + " WHERE key = 'many-4'")
        for _ in range(2):
            made = reconcile(DAY, clock.at, billing=billing)
        found = {("missing_there", "many-1"), ("other_amount", "many-2"), ("twice", "many-3")}
        assert kinds() == found | {("missing_here", "nobodys")}
        assert Difference.rows.count() == 4 and Reconciliation.objects.count() == 1
        assert made is not None
        # The sums differ by what the differences say, to the cent.
        assert made.theirs_total - made.ours_total == Decimal("-1.00") + Decimal("0.50") + Decimal("3.00") + Decimal(
            "4"
        )
        said: dict[str, Any] = {"actor": cast.province_desk, "at": clock.at}
        for row in Difference.rows.all():
            how = "mended" if row.kind == "twice" else "explained"
            done(clear(row.pk, how=how, why="已与计费核实", **said))
            assert refused(clear(row.pk, how=how, why="已与计费核实", **said)) == "difference-cleared"
        reconcile(DAY, clock.at, billing=billing)
        assert kinds() == {("twice", "many-3")}, "what was to be mended and is not comes back"


def test_clearing_wants_a_reason_and_the_right(cast: Cast, clock: Clock) -> None:
    ordered(cast, "D1-1")
    with over_http(clock, other_amount=1.0) as (_, billing):
        rounds(clock, billing)
    row = Difference.rows.get()
    said: dict[str, Any] = {"at": clock.at, "how": "explained"}
    assert refused(clear(row.pk, actor=cast.support_lead, why=" ", **said)) == "say-why"
    assert refused(clear(row.pk, actor=cast.clerk, why="核实", **said)) == "not-allowed"
    assert refused(clear(row.pk, actor=cast.other_lead, why="核实", **said)) == "not-found"
    wrong = clear(row.pk, actor=cast.support_lead, at=clock.at, how="forgotten", why="核实")
    assert refused(wrong) == "unknown-code"


def test_what_billing_booked_without_our_knowing_is_learned(cast: Cast, clock: Clock) -> None:
    refund = ordered(cast, "D1-1")
    with over_http(clock, cut_after=1.0) as (_, billing):
        rounds(clock, billing)
        assert Refund.rows.get().state == "unknown"
        made = reconcile(DAY, clock.at, billing=billing)
    assert made is not None and made.ours_total == made.theirs_total == refund.total
    assert Refund.rows.get().state == "done" and not kinds()


def test_days_that_were_missed_are_made_up_and_a_silent_billing_is_left_alone(cast: Cast, clock: Clock) -> None:
    ordered(cast, "D1-1")
    with over_http(clock) as (_, billing):
        rounds(clock, billing)
        clock.on(days=3)
        assert reconciling(clock.at, billing=billing) == 7
        assert reconciling(clock.at, billing=billing) == 0
        assert Reconciliation.objects.get(day=DAY).ours == 1
        early = datetime(2026, 3, 9, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
        assert reconciling(early, billing=billing) == 0, "its books of yesterday may not be whole yet"
    nowhere = HttpBilling("http://127.0.0.1:9", seconds=1, connect_seconds=0.5)
    with pytest.raises(Unavailable):
        reconcile(DAY, clock.at, billing=nowhere)
    assert reconciling(clock.on(days=2), billing=nowhere) == 0
    assert line().down_since is not None


def test_a_closed_month_takes_no_more_entries(cast: Cast, clock: Clock) -> None:
    ordered(cast, "D1-1")
    late = ordered(cast, "D1-2")
    with over_http(clock) as (system, billing):
        Refund.rows.filter(pk=late.pk).update(held=True)
        rounds(clock, billing)
        said: dict[str, Any] = {"actor": cast.province_desk, "at": clock.at}
        assert refused(close_period(month="2026-03", **said)) == "month-not-over"
        assert refused(close_period(month="2026-3", **said)) == "month-wrong"
        # Billing booked the second one in March too, but that is learned in April.
        system.book.book(_order(late), clock.at)
        clock.on(days=31)
        said["at"] = clock.at
        assert refused(close_period(month="2026-03", actor=cast.support_lead, at=clock.at)) == "month-is-the-provinces"
        closed: Period = done(close_period(month="2026-03", **said))
        assert (closed.count, closed.total) == (1, Decimal("60.00"))
        assert refused(close_period(month="2026-03", **said)) == "month-closed"
        Refund.rows.filter(pk=late.pk).update(held=False, state="unknown", rank=0)
        rounds(clock, billing)
    refund = Refund.rows.get(pk=late.pk)
    assert (refund.state, refund.period) == ("done", "2026-04")
    assert refund.booked_at is not None and refund.booked_at < cast.after(days=1)


def test_the_database_itself_keeps_a_closed_month_closed(cast: Cast, clock: Clock) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a Citus schema has no triggers")
    ordered(cast, "D1-1")
    with over_http(clock) as (_, billing):
        rounds(clock, billing)
    clock.on(days=31)
    done(close_period(month="2026-03", actor=cast.province_desk, at=clock.at))
    with pytest.raises(Exception, match="closed"), connection.cursor() as cursor:
        cursor.execute("UPDATE refunds_period SET closed_at = NULL")
    with pytest.raises(Exception, match="closed"), connection.cursor() as cursor:
        cursor.execute("UPDATE refunds_refund SET booked = '1.00'")
    with pytest.raises(Exception, match="closed"), connection.cursor() as cursor:
        cursor.execute("UPDATE refunds_refund SET period = '2026-04'")


def test_a_reversal_is_booked_as_a_new_entry(cast: Cast, clock: Clock) -> None:
    original = ordered(cast, "D1-1")
    with over_http(clock) as (system, billing):
        rounds(clock, billing)
        original.refresh_from_db()
        ordered(cast, "D1-R1", "-30.00", "-10.00", kind="reversal", reverses=original, at=clock.at)
        rounds(clock, billing)
        assert [str(one.amount) for one in system.book.all()] == ["60.00", "-40.00"]
        made = reconcile(DAY, clock.at, billing=billing)
    assert made is not None and made.ours_total == made.theirs_total == Decimal("20.00")
    original.refresh_from_db()
    assert (original.state, original.booked) == ("done", Decimal("60.00"))


def _order(refund: Refund) -> Order:
    from shouwen.refunds.claiming import order_of

    return order_of(refund)
