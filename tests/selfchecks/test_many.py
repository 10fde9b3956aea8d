"""A month of very many refunds: read in bulk, a portion at a time, never one by one."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwen.disputes.models import Charge
from shouwen.selfchecks.running import finding
from shouwen.selfchecks.running.periods import due
from tests.cast import Cast
from tests.selfchecks.many import many
from tests.selfchecks.telling import MONTH_OVER, Books, found, monthly

# What one portion may ask, whatever its size, and what the whole check asks beside.
EACH, BESIDE = 45, 60


def test_what_is_asked_grows_with_the_portions_not_with_the_refunds(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(cast, 120, at=cast.morning)
    asked = []
    for size in (60, 120):
        monkeypatch.setattr(finding, "AT_ONCE", size)
        march = (one for one in due(MONTH_OVER) if one.kind == "monthly" and one.month == "2026-03")
        scope = next(one for one in march if one.unit.code == "QD")
        with CaptureQueriesContext(connection) as queries:
            result = finding.find(scope, None)
        asked.append(len(queries))
        assert (result.count, result.total, result.exceptions) == (120, Decimal("1200.00"), {})
    assert asked[1] <= EACH + BESIDE and asked[0] <= 2 * EACH + BESIDE


def test_the_one_that_is_wrong_among_many_is_found(cast: Cast) -> None:
    refunds = many(cast, 120, at=cast.morning)
    Charge.objects.filter(dispute__serial=refunds[77].about).update(amount="9.99")
    check = monthly(books=Books(**{refunds[3].key: ("10.01",)}))
    assert (check.count, check.total) == (120, Decimal("1200.00"))
    assert found(check) == [("amount_mismatch", "booked-otherwise"), ("amount_mismatch", "more-than-disputed")]
