"""The worker is killed at any statement of its rounds: each check is made once, whole, and told once."""

from collections import Counter
from itertools import count
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from shouwen.ledger.models import Chain
from shouwen.notices.models import Message
from shouwen.selfchecks.models import CheckException, SelfCheck
from shouwen.selfchecks.running import periods, writing
from shouwen.selfchecks.running.work import made
from tests.cast import Cast
from tests.selfchecks.forging import checked, forged
from tests.selfchecks.telling import WEEK_OVER, Books, paid, rounds

pytestmark = pytest.mark.django_db
# The worker dies at each of these, over all statements of the rounds.
STEP = 11


class Killed(BaseException):
    """The worker's process is gone at this very place."""


class Death:
    """Lets so many statements pass; at the next one the process is gone."""

    def __init__(self, left: int) -> None:
        self.left = left

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        # What ends a transaction is let through: a process that dies there is undone by the database all the same.
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            if self.left == 0:
                raise Killed
            self.left -= 1
        return execute(sql, params, many, context)


def stored() -> dict[str, Any]:
    """All that the rounds left behind."""
    checks = SelfCheck.rows.values_list("kind", "unit__code", "begins", "state", "count", "total", "found", "left")
    events = Chain.objects.filter(selfcheck__isnull=False).values_list("name", "events__code", "events__seq")
    rows = CheckException.rows.values_list("check_of__unit__code", "number", "rule", "reason", "subject", "amount")
    told = Message.objects.filter(code="check.ran").values_list("once", flat=True)
    return {"checks": sorted(checks), "events": sorted(events), "rows": sorted(rows, key=str), "told": Counter(told)}


def test_whenever_the_worker_dies_each_check_is_made_whole_and_once(cast: Cast) -> None:
    paid(cast)
    forged(checked(cast, "100.01", customer="prepaid"), "100.01", own=True)
    forged(checked(cast, "30.00", customer="gold"), "30.00", nobody=True)
    with transaction.atomic():
        rounds(WEEK_OVER)
        undisturbed = stored()
        transaction.set_rollback(True)
    assert undisturbed["checks"] and len(undisturbed["rows"]) > 1
    deaths = 0
    for left in count(0, STEP):
        with transaction.atomic():
            died = _dies_after(left)
            rounds(WEEK_OVER)
            assert stored() == undisturbed, f"killed at statement {left}"
            transaction.set_rollback(True)
        if not died:
            break
        deaths += 1
    assert deaths > 10


def _dies_after(left: int) -> bool:
    try:
        with connection.execute_wrapper(Death(left)):
            rounds(WEEK_OVER)
    except Killed:
        return True
    return False


def test_of_two_workers_the_slower_one_keeps_nothing_and_any_other_fault_is_told(cast: Cast, monkeypatch: Any) -> None:
    scope = periods.due(WEEK_OVER)[0]
    result = made(scope, WEEK_OVER, Books())  # type: ignore[arg-type]
    first = writing.write(scope, result, WEEK_OVER)
    assert first is not None
    before = stored()
    assert writing.write(scope, result, WEEK_OVER) is None
    assert stored() == before

    def broken(*_: Any) -> None:
        raise IntegrityError("CHECK constraint failed: something_else")

    monkeypatch.setattr(writing, "_write", broken)
    with pytest.raises(IntegrityError, match="something_else"):
        writing.write(scope, result, WEEK_OVER)
