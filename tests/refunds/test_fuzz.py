"""Whatever goes wrong between any two steps: booked once or never, and in the end both books are the same (C4.8.2).

A run draws orders, troubles of billing, kills of the worker at any commit or call, lost time, and several workers;
when the dust has settled nothing may be left over.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from shouwen.ledger.models import Event
from shouwen.refunds import calling, claiming, execution, settling
from shouwen.refunds.billing.simulated.moods import Moods
from shouwen.refunds.execution import work
from shouwen.refunds.models import Difference, Reconciliation, Refund
from shouwen.refunds.months import ZONE
from shouwen.refunds.reconciling import reconcile
from shouwen.refunds.verbs import cancel, try_again
from tests.cast import Cast
from tests.refunds.billing import Clock, over_http
from tests.refunds.ordering import ordered

TROUBLES = ("cut_before", "cut_after", "fail_before", "fail_after", "pending", "twice", "garbage", "of_another")


class Killed(BaseException):
    """The worker's process is gone at this very place."""


@contextmanager
def killing(dice: random.Random, chance: float) -> Iterator[None]:
    """Dies before or after any step: a claim, a call, the writing of an outcome, and within each transaction."""
    places = [(execution, "take_due"), (execution, "take_unknown"), (execution, "settle"), (execution, "give_up_lost")]
    places += [(settling, "done"), (settling, "unknown"), (settling, "absent"), (settling, "_end")]
    places += [(claiming, "change_many"), (claiming, "insert"), (calling, "_guarded")]
    with pytest.MonkeyPatch.context() as patch:
        for module, name in places:
            patch.setattr(module, name, _deadly(getattr(module, name), dice, chance))
        yield


def _deadly(step: Any, dice: random.Random, chance: float) -> Any:
    def run(*args: Any, **said: Any) -> Any:
        if dice.random() < chance:
            raise Killed
        answer = step(*args, **said)
        if dice.random() < chance:
            raise Killed
        return answer

    return run


def a_round(clock: Clock, billing: Any, dice: random.Random, chance: float) -> None:
    """A round of the worker that may be killed; what it had written by then stays, the rest is undone."""
    try:
        with killing(dice, chance):
            work(clock.at, billing=billing)
    except Killed:
        # In the test's own transaction a savepoint stands for each commit of the worker.
        assert not transaction.get_connection().needs_rollback


@pytest.mark.parametrize("seed", range(12))
def test_booked_once_or_never_and_both_books_agree(cast: Cast, seed: int) -> None:
    dice = random.Random(seed)
    clock = Clock(cast.morning)
    share = dice.choice([0.1, 0.3, 0.5])
    moods: dict[str, Any] = {name: share / len(TROUBLES) * dice.random() * 2 for name in TROUBLES}
    # What is forgotten comes back before the grace time ends: longer, and no protocol could tell.
    moods |= {"forget": dice.random() / 2, "forget_seconds": 900, "drop_key": dice.random() / 2, "refuse": 0.05}
    with over_http(clock, seed=seed, **moods) as (system, billing):
        for step in range(25):
            for n in range(dice.randint(0, 3)):
                ordered(cast, f"F-{step}-{n}", f"{dice.randint(1, 300)}.{dice.randint(10, 99)}", "0.00", at=clock.at)
            a_round(clock, billing, dice, dice.choice([0.0, 0.01, 0.05]))
            if dice.random() < 0.2:
                _somebody_acts(cast, clock, dice)
            clock.on(minutes=dice.choice([1, 3, 10]))
        system.moods = Moods(seed=seed, drop_key=moods["drop_key"])
        for _ in range(40):
            work(clock.on(minutes=20), billing=billing)
        _compare(clock, system, billing)


def _somebody_acts(cast: Cast, clock: Clock, dice: random.Random) -> None:
    for refund in Refund.rows.filter(state__in=("refused", "due"))[:2]:
        act = dice.choice([cancel, try_again])
        act(refund.pk, actor=cast.support_lead, at=clock.at, why="试一试")


def _compare(clock: Clock, system: Any, billing: Any) -> None:
    """Nothing is left over; every key is in both books once or never; the comparison finds nothing."""
    booked = system.book.all()
    assert len(booked) == len({one.key for one in booked}), "booked twice"
    assert not Refund.rows.exclude(state__in=("done", "refused", "cancelled")).exists()
    ours = {refund.key: refund for refund in Refund.rows.filter(state="done")}
    assert {one.key: one.amount for one in booked} == {key: refund.total for key, refund in ours.items()}
    assert all(ours[one.key].receipt == one.receipt for one in booked)
    for refund in Refund.rows.all():
        told = list(Event.objects.filter(chain=refund.chain_id).values_list("code", flat=True))
        assert told.count("refund.done") == (refund.state == "done")
    for day in {one.booked_at.astimezone(ZONE).date() for one in booked}:
        reconcile(day, clock.at, billing=billing)
    assert not Difference.rows.exists()
    for made in Reconciliation.objects.all():
        assert (made.ours, made.ours_total) == (made.theirs, made.theirs_total)
    assert sum((made.ours_total for made in Reconciliation.objects.all()), Decimal(0)) == sum(
        (one.amount for one in booked), Decimal(0)
    )


def test_a_worker_that_wakes_up_late_sends_nothing(cast: Cast, monkeypatch: Any) -> None:
    clock = Clock(cast.morning)
    ordered(cast, "D1-1")
    with over_http(clock) as (system, billing):
        (taken,) = claiming.take_due(clock.at, 1)
        asleep = claiming.time() + timedelta(minutes=5).total_seconds()
        monkeypatch.setattr(claiming, "time", lambda: asleep)
        heard = calling.send(billing, taken)
        settling.settle([(taken, heard)], clock.at)
        assert system.book.all() == []
    assert Refund.rows.get().state == "due"
