"""Customers are told once each (C4.8.4), and in full only for the gateway, with a reason on record (M4)."""

import pytest

from shouwen.batchdisputes import verbs
from shouwen.batchdisputes.carrying import carry_on
from shouwen.batchdisputes.models import BatchDispute, BatchLine, BatchNotice
from shouwen.ledger.models import Event
from tests.batchdisputes.telling import HEAD, codes, fresh, ordered, rows
from tests.cast import Cast, done, refused
from tests.refunds.billing import Clock, over_http, rounds

REASON = "contact_on_complaint"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clock(cast: Cast) -> Clock:
    return Clock(cast.after(hours=7))


def booked(cast: Cast, clock: Clock, **said: object) -> BatchDispute:
    """A batch that billing has booked, and whose notices are prepared."""
    batch = ordered(cast, **said)
    with over_http(clock) as (_, billing):
        rounds(clock, billing, count=3)
    carry_on(clock.at)
    carry_on(clock.at)
    return fresh(batch)


def test_one_notice_for_each_customer_of_everything_that_was_booked(cast: Cast, clock: Clock) -> None:
    twice = f"{cast.number(10_000)},4.00,C,x\n"
    batch = booked(cast, clock, content=rows(cast, 20) + twice)
    assert (batch.state, batch.rows_left, batch.customers) == ("informing", 21, 20)
    assert BatchNotice.objects.filter(batch=batch).count() == 20
    own = BatchNotice.objects.get(batch=batch, customer__number=cast.number(10_000))
    assert str(own.principal) == "10.00" and own.lines.count() == 2
    assert carry_on(clock.at) == 0


def test_numbers_go_out_with_a_reason_that_is_recorded_and_no_event_holds_one(cast: Cast, clock: Clock) -> None:
    batch = booked(cast, clock)
    said = {"actor": cast.service_centre, "at": clock.at}
    assert refused(verbs.export_notices(batch.pk, **said, reason="curiosity")) == "reason-not-listed"
    assert refused(verbs.export_notices(batch.pk, actor=cast.it_centre, at=clock.at, reason=REASON)) == "not-allowed"
    done(verbs.export_notices(batch.pk, **said, reason=REASON, why="短信告知"))
    event = Event.objects.get(chain=batch.chain_id, code="batch.notices_exported")
    assert (event.facts["reason"], event.facts["customers"], event.actor) == (REASON, 20, "9007")
    told = " ".join(str(facts) for facts in Event.objects.filter(chain=batch.chain_id).values_list("facts", flat=True))
    assert "14300" not in told


def test_each_customer_is_informed_once(cast: Cast, clock: Clock) -> None:
    batch = booked(cast, clock)
    said = {"actor": cast.service_centre, "at": clock.at}
    assert refused(verbs.mark_informed(batch.pk, **said, export=1)) == "batch-nothing-to-inform"
    done(verbs.export_notices(batch.pk, **said, reason=REASON))
    assert refused(verbs.export_notices(batch.pk, **said, reason=REASON)) == "batch-nothing-to-inform"
    done(verbs.export_notices(batch.pk, **said, reason=REASON, again=1))
    done(verbs.mark_informed(batch.pk, **said, export=1))
    assert refused(verbs.mark_informed(batch.pk, **said, export=1)) == "batch-nothing-to-inform"
    assert not BatchNotice.objects.filter(batch=batch, informed_at=None).exists()


def test_it_is_closed_when_everything_is_settled_and_everybody_informed(cast: Cast, clock: Clock) -> None:
    batch = booked(cast, clock)
    said = {"actor": cast.service_centre, "at": clock.at}
    assert refused(verbs.close(batch.pk, **said)) == "batch-not-informed"
    done(verbs.export_notices(batch.pk, **said, reason=REASON))
    done(verbs.mark_informed(batch.pk, **said, export=1))
    done(verbs.close(batch.pk, **said))
    assert (fresh(batch).state, fresh(batch).is_open) == ("closed", False)
    assert codes(batch)[-5:] == [
        "batch.settled",
        "batch.notices_prepared",
        "batch.notices_exported",
        "batch.customers_informed",
        "batch.closed",
    ]


def test_customers_of_an_adjustment_are_told_too(cast: Cast, clock: Clock) -> None:
    batch = booked(cast, clock, kind="adjustment", content=f"号码\n{cast.number(1)}\n{cast.number(2)}\n")
    assert BatchNotice.objects.filter(batch=batch).count() == 2


def test_more_customers_than_a_chunk_are_all_told(cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    from shouwen.batchdisputes.verbs import informing

    monkeypatch.setattr(informing, "CHUNK", 7)
    more = "".join(f"{cast.number(10_000 + n)},1.00,Z,x\n" for n in range(0, 20, 3))
    batch = booked(cast, clock, content=HEAD + rows(cast, 20).removeprefix(HEAD) + more)
    assert BatchNotice.objects.filter(batch=batch).count() == 20
    assert not BatchLine.objects.filter(batch=batch, notice=None).exists()
    assert codes(batch).count("batch.notices_prepared") > 2
