"""Carrying a batch out (C4.8.4): stopped, gone on with, killed, side by side; exactly once, and to the cent."""

from collections import Counter
from contextlib import suppress
from decimal import Decimal

import pytest

from shouwen.batchdisputes import carrying, verbs
from shouwen.batchdisputes.carrying import carry_on
from shouwen.batchdisputes.models import BatchDispute, BatchLine
from shouwen.batchdisputes.reads.totals import totals
from shouwen.batchdisputes.verbs import executing
from shouwen.refunds import verbs as refunds
from shouwen.refunds.execution import work
from shouwen.refunds.models import Refund
from tests.batchdisputes.telling import codes, fresh, line, ordered, rows, started
from tests.cast import Cast, done, refused
from tests.refunds.billing import Clock, over_http, rounds, settled

MANY = 1_200


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clock(cast: Cast) -> Clock:
    return Clock(cast.after(hours=7))


def parts(batch: BatchDispute) -> dict[str, tuple[int, str]]:
    found = totals(fresh(batch))
    assert found.reconciles
    return {part.state: (part.rows, str(part.amount)) for part in found.parts}


def booked_once(batch: BatchDispute, system: object) -> None:
    """Billing's own books hold each booked line once, with its amount."""
    told = Counter((one.key, one.amount) for one in system.book.all())  # type: ignore[attr-defined]
    lines = BatchLine.objects.filter(batch=batch, refund__state="done")
    assert told == Counter((f"{batch.serial}/{one.line}", one.total) for one in lines)


def test_every_line_is_ordered_once_with_its_key(cast: Cast) -> None:
    batch = ordered(cast, kind="double")
    assert (batch.state, batch.ordered_rows, str(batch.ordered_total)) == ("settling", 20, "240.00")
    refund = Refund.rows.get(key=f"{batch.serial}/7")
    assert (refund.origin, refund.about, refund.link) == ("batch", batch.serial, f"/batches/{batch.pk}")
    assert (refund.kind, str(refund.principal), str(refund.gift)) == ("double", "6.00", "6.00")
    assert refund.ordered_by == cast.it_centre and refund.promised_at == batch.promised_at
    assert parts(batch) == {"ordered": (20, "240.00")}


def test_it_settles_when_billing_has_answered_for_every_line(cast: Cast, clock: Clock) -> None:
    batch = ordered(cast)
    assert carry_on(clock.at) == 0 and fresh(batch).state == "settling"
    with over_http(clock) as (system, billing):
        rounds(clock, billing, count=2)
        booked_once(batch, system)
    carry_on(clock.at)
    assert fresh(batch).state == "informing"
    assert parts(batch) == {"booked": (20, "120.00")}
    event = batch.chain.events.get(code="batch.settled")
    assert event.facts["reconciles"] and event.facts["booked"] == "120.00"


def test_it_is_stopped_behind_a_chunk_and_goes_on(cast: Cast) -> None:
    batch = started(cast, content=rows(cast, MANY))
    done(verbs.order_chunk(batch.pk, actor=carrying.BATCHES, at=cast.after(hours=6)))
    done(verbs.stop(batch.pk, actor=cast.it_colleague, at=cast.after(hours=6), why="核对"))
    assert carry_on(cast.after(hours=6)) == 0
    assert parts(batch) == {"waiting": (700, "4200.00"), "ordered": (500, "3000.00")}
    answer = verbs.order_chunk(batch.pk, actor=carrying.BATCHES, at=cast.after(hours=6))
    assert refused(answer) == "batch-move-not-allowed"
    done(verbs.resume(batch.pk, actor=cast.it_colleague, at=cast.after(hours=7)))
    while fresh(batch).state == "executing":
        carry_on(cast.after(hours=7))
    assert parts(batch) == {"ordered": (MANY, "7200.00")}
    assert Refund.rows.filter(about=batch.serial).count() == MANY


def test_stopped_it_may_be_cut_short(cast: Cast, clock: Clock) -> None:
    batch = started(cast, content=rows(cast, MANY))
    done(verbs.order_chunk(batch.pk, actor=carrying.BATCHES, at=cast.after(hours=6)))
    done(verbs.stop(batch.pk, actor=cast.it_centre, at=cast.after(hours=6), why="发现规则有误"))
    done(verbs.cut_short(batch.pk, actor=cast.it_centre, at=cast.after(hours=6), why="其余不退"))
    assert parts(batch) == {"ordered": (500, "3000.00"), "struck": (700, "4200.00")}
    assert (fresh(batch).state, fresh(batch).customers, str(fresh(batch).total)) == ("settling", 500, "3000.00")


def test_the_worker_that_is_to_end_leaves_the_rest(cast: Cast) -> None:
    batch = started(cast, content=rows(cast, MANY))
    assert carry_on(cast.after(hours=6), stop=lambda: bool(fresh(batch).ordered_rows)) == 1
    assert (fresh(batch).ordered_rows, fresh(batch).lease_until) == (500, None)


@pytest.mark.parametrize("where", ["before", "after"])
def test_killed_in_a_chunk_nothing_is_lost_or_ordered_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Killed while refunds are written, or after they were and before the progress was: both stand or fall together."""
    batch = started(cast, content=rows(cast, MANY))
    real, calls = executing.order_many, []

    def dies(*said: object, **more: object) -> object:
        calls.append(1)
        if where == "before" and len(calls) in (2, 3):
            raise KeyboardInterrupt
        found = real(*said, **more)
        if where == "after" and len(calls) in (2, 4):
            raise KeyboardInterrupt
        return found

    monkeypatch.setattr(executing, "order_many", dies)
    for hours in range(6, 60):
        with suppress(KeyboardInterrupt):
            carry_on(cast.after(hours=hours))
        now = fresh(batch)
        assert now.ordered_rows == Refund.rows.filter(about=batch.serial).count()
        if now.state != "executing":
            break
    assert parts(batch) == {"ordered": (MANY, "7200.00")}
    assert codes(batch).count("batch.ordered") == 3 and len(calls) == 5


def test_a_lease_keeps_a_second_worker_away_until_it_is_over(cast: Cast) -> None:
    batch = started(cast)
    BatchDispute.rows.filter(pk=batch.pk).update(lease_until=cast.after(hours=7))
    assert carry_on(cast.after(hours=6)) == 0
    assert carry_on(cast.after(hours=8)) == 1


def test_what_billing_refuses_is_tried_again_or_cancelled_before_the_end(cast: Cast, clock: Clock) -> None:
    batch = ordered(cast)
    with over_http(clock) as (system, billing):
        system.closed = {line(batch, 1).customer.number, line(batch, 2).customer.number}
        rounds(clock, billing, count=2)
        carry_on(clock.at)
        assert fresh(batch).state == "informing"
        assert parts(batch) == {"booked": (18, "108.00"), "refused": (2, "12.00")}
        answer = verbs.close(batch.pk, actor=cast.service_centre, at=clock.at)
        assert refused(answer) == "batch-not-settled"
        first, second = (line(batch, number).refund for number in (1, 2))
        system.closed.discard(line(batch, 1).customer.number)
        system.book.forget_refusal(first.key)
        done(refunds.try_again(first.pk, actor=cast.it_colleague, at=clock.at, why="已核实"))
        done(refunds.cancel(second.pk, actor=cast.it_colleague, at=clock.at, why="号码已销户，走单个争议"))
        rounds(clock, billing, count=2)
        booked_once(batch, system)
    assert parts(batch) == {"booked": (19, "114.00"), "cancelled": (1, "6.00")}


def test_against_a_billing_that_misbehaves_everybody_is_paid_exactly_once(cast: Cast, clock: Clock) -> None:
    """A smaller one of the bench's ten thousand: cuts, errors, delays, doubled answers; the worker is stopped."""
    batch = started(cast, kind="double", content=rows(cast, 300, "3.05"))
    with over_http(clock) as (system, billing):
        system.moods = type(system.moods).troubled(0.3, seed=7)
        kills = iter([40, 90, 150, 10**9])
        for _ in range(60):
            carry_on(clock.at)
            killed, seen = next(kills, 10**9), []
            stop = lambda: len(seen) > killed or seen.append(1)  # noqa: E731, B023
            work(clock.on(minutes=2), stop=stop, billing=billing)
        system.moods = type(system.moods)()
        settled(clock, billing)
        for refund in Refund.rows.filter(about=batch.serial, state="refused"):
            system.book.forget_refusal(refund.key)
            done(refunds.try_again(refund.pk, actor=cast.it_colleague, at=clock.at, why="再试"))
        settled(clock, billing)
        booked_once(batch, system)
        assert sum((one.amount for one in system.book.all()), Decimal(0)) == Decimal("1830.00")
    carry_on(clock.at)
    assert parts(batch) == {"booked": (300, "1830.00")}
    assert fresh(batch).state == "informing"


def test_without_money_lines_are_adjusted_and_no_refund_is_ordered(cast: Cast) -> None:
    text = "号码\n" + "".join(f"{cast.number(n)}\n" for n in range(5))
    batch = ordered(cast, kind="adjustment", content=text)
    assert not Refund.rows.filter(about=batch.serial).exists()
    assert parts(batch) == {"adjusted": (5, "0.00")}
    carry_on(cast.after(hours=7))
    assert fresh(batch).state == "informing"


def test_a_struck_line_is_not_ordered(cast: Cast) -> None:
    batch = started(cast)
    done(verbs.stop(batch.pk, actor=cast.it_centre, at=cast.after(hours=6), why="x"))
    done(verbs.strike_line(batch.pk, actor=cast.business, at=cast.after(hours=6), line=3, why="已单独退"))
    done(verbs.resume(batch.pk, actor=cast.it_centre, at=cast.after(hours=6)))
    carry_on(cast.after(hours=6))
    assert parts(batch) == {"ordered": (19, "114.00"), "struck": (1, "6.00")}
    assert not Refund.rows.filter(key=f"{batch.serial}/3").exists()


def test_what_was_ordered_is_not_struck(cast: Cast) -> None:
    batch = started(cast, content=rows(cast, MANY))
    done(verbs.order_chunk(batch.pk, actor=carrying.BATCHES, at=cast.after(hours=6)))
    done(verbs.stop(batch.pk, actor=cast.it_centre, at=cast.after(hours=6), why="x"))
    answer = verbs.strike_line(batch.pk, actor=cast.business, at=cast.after(hours=6), line=3, why="x")
    assert refused(answer) == "batch-line-missing"
