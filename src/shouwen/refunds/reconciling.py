"""Our books beside billing's, day by day, to the cent, both ways (C4.8.7).

Guarantees: after a comparison every booking of the day is in both books with the same amount, or there is an open
difference that says how not; `ours_total` and `theirs_total` differ by exactly what those differences say. What billing
booked without our knowing yet is learned by it. Compared again, nothing is written twice.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction

from shouwen.handbook.money import ZERO
from shouwen.refunds import line
from shouwen.refunds.billing.choice import billing as chosen
from shouwen.refunds.billing.port import Billing, Booking, Outcome, Unavailable, What
from shouwen.refunds.differing import note
from shouwen.refunds.models import Reconciliation, Refund
from shouwen.refunds.months import ZONE
from shouwen.refunds.policy import policy
from shouwen.refunds.settling import apply_booked

State = Refund.State
PAGE = 500


@dataclass
class Compared:
    """What was found while comparing."""

    theirs: int = 0
    theirs_total: Decimal = ZERO
    seen: dict[str, str] = field(default_factory=dict)


def reconcile(day: date, at: datetime, *, billing: Billing | None = None) -> Reconciliation | None:
    """Compare one day in Shanghai. None where billing has no statement; raises `Unavailable` when it is away."""
    port = billing or chosen()
    if port is None:
        return None
    since, until = bounds(day)
    found = Compared()
    for page in _pages(port.statement(since, until)):
        _compare(page, found, at)
    ours, ours_total = _missing_there(since, until, found, at)
    numbers = {"ours": ours, "ours_total": ours_total, "theirs": found.theirs, "theirs_total": found.theirs_total}
    made: Reconciliation = Reconciliation.objects.update_or_create(day=day, defaults={"at": at, **numbers})[0]
    return made


def work(at: datetime, *, stop: Callable[[], bool] = lambda: False, billing: Billing | None = None) -> int:
    """The worker's round: yesterday, and days before that were missed. Answers how many days were compared."""
    local = at.astimezone(ZONE)
    if local.hour < policy().reconcile_after_hour or (billing or chosen()) is None or line.paused(at):
        return 0
    days = [local.date() - timedelta(days=back) for back in range(1, policy().reconcile_days + 1)]
    known = set(Reconciliation.objects.filter(day__in=days).values_list("day", flat=True))
    compared = 0
    for day in sorted(set(days) - known):
        if stop():
            break
        try:
            compared += reconcile(day, at, billing=billing) is not None
        except Unavailable as error:
            line.failed(at, str(error))
            break
    return compared


def bounds(day: date) -> tuple[datetime, datetime]:
    """When a day in Shanghai begins and ends."""
    return datetime.combine(day, time(), ZONE), datetime.combine(day + timedelta(days=1), time(), ZONE)


def _pages(lines: Iterable[Booking]) -> Iterable[list[Booking]]:
    page: list[Booking] = []
    for one in lines:
        page.append(one)
        if len(page) == PAGE:
            yield page
            page = []
    if page:
        yield page


def _compare(page: list[Booking], found: Compared, at: datetime) -> None:
    """Some lines of their statement beside our refunds of the same keys."""
    rows = {refund.key: refund for refund in Refund.rows.filter(key__in={one.key for one in page})}
    for one in page:
        found.theirs, found.theirs_total = found.theirs + 1, found.theirs_total + one.amount
        refund = rows.get(one.key)
        first = found.seen.setdefault(one.key, one.receipt)
        if refund is None:
            _note("missing_here", one, None, None, at)
        elif first != one.receipt or (refund.state == State.DONE and refund.receipt not in ("", one.receipt)):
            if not (refund.state == State.DONE and refund.receipt == one.receipt):
                _note("twice", one, refund, refund.booked, at)
        elif refund.state == State.DONE:
            if refund.booked != one.amount:
                _note("other_amount", one, refund, refund.booked, at)
        else:
            _learn(refund, one, at)


def _learn(refund: Refund, one: Booking, at: datetime) -> None:
    """Billing booked what we wait for; or what we believe cancelled or refused, which only a person settles."""
    if refund.state in (State.SENDING, State.UNKNOWN):
        outcome = Outcome(What.DONE, booked_at=one.booked_at, amount=one.amount, receipt=one.receipt)
        apply_booked(refund.pk, outcome, at, found_by="statement")
    else:
        _note("other_state", one, refund, None, at)


def _missing_there(since: datetime, until: datetime, found: Compared, at: datetime) -> tuple[int, Decimal]:
    """Our refunds of the day that their statement lacks; answers how many ours are, and their sum."""
    count, summed = 0, ZERO
    rows = Refund.rows.filter(state=State.DONE, booked_at__gte=since, booked_at__lt=until).order_by("pk")
    for refund in rows.iterator(chunk_size=PAGE):
        assert refund.booked is not None
        count, summed = count + 1, summed + refund.booked
        if refund.key not in found.seen:
            with transaction.atomic():
                note("missing_there", key=refund.key, refund=refund, ours=refund.booked, at=at, found_by="statement")
    return count, summed


def _note(kind: str, one: Booking, refund: Refund | None, ours: Decimal | None, at: datetime) -> None:
    with transaction.atomic():
        note(kind, key=one.key, refund=refund, ours=ours, theirs=one, at=at, found_by="statement")
