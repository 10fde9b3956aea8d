"""How the stories of days and checks are told: disputes that were paid, billing's own books, the worker's rounds."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from shouwen.disputes.verbs import waive_late_fee
from shouwen.handbook.sentences import SHANGHAI
from shouwen.people.models import Staff
from shouwen.people.system import System
from shouwen.refunds import verbs as refunds
from shouwen.refunds.billing.port import Booking, Unavailable
from shouwen.refunds.models import Refund
from shouwen.selfchecks.models import CheckException, Day, SelfCheck
from shouwen.selfchecks.running.work import work
from tests.cast import Cast, done
from tests.disputes.telling import ANSWERS, Story, billed
from tests.refunds.ordering import ordered

D = Decimal
TODAY = date(2026, 3, 4)
# The first moments at which the check of the week, and of the month, of the stories may run.
WEEK_OVER = datetime(2026, 3, 9, 3, 0, tzinfo=SHANGHAI)
MONTH_OVER = datetime(2026, 4, 1, 3, 0, tzinfo=SHANGHAI)
EVENING = datetime(2026, 3, 4, 17, 0, tzinfo=SHANGHAI)


class Books:
    """Billing's own books: what we hold as done, unless a test says otherwise of a key; or nothing can be read."""

    def __init__(self, *, away: bool = False, **said: tuple[str, ...]) -> None:
        self.away, self.said, self.asked = away, said, 0

    def statement(self, since: datetime, until: datetime, number: str = "") -> Iterator[Booking]:
        self.asked += 1
        if self.away:
            raise Unavailable("not-reached")
        for refund in Refund.rows.filter(state="done", booked_at__gte=since, booked_at__lt=until):
            amounts = self.said.get(refund.key, (str(refund.booked),))
            for place, amount in enumerate(amounts):
                yield Booking(refund.key, f"{refund.receipt}-{place}", D(amount), refund.booked_at)  # type: ignore[arg-type]

    def send(self, order: Any) -> Any:
        raise AssertionError("a check never sends")

    ask = send


def paid(cast: Cast, amount: str = "49.90", *signers: Staff, charge: str = "", cause: str = "", **said: Any) -> Story:
    """A dispute that was found, proposed once, granted or signed by these, and booked."""
    papers = said.pop("papers", ("reception_form", "bill_list"))
    kind = said.pop("kind", "single")
    story = Story(cast, charge or amount, **said)
    answers = {**ANSWERS, "evidence": "evidence"} if cause.startswith("sp.") else ANSWERS
    story.found(cause=cause or "company.service_quality").papered(*papers).proposed(kind, amount, answers=answers)
    if signers:
        story.applied().signed(*signers)
    else:
        done(story.do("grant"))
    return billed(story)


def slipped(cast: Cast, key: str, principal: str, gift: str = "0.00", **said: Any) -> Refund:
    """A refund that was ordered and booked past every verb of disputes, as by somebody with the database in hand."""
    refund = ordered(cast, key, principal, gift, **{"origin": "dispute", **said})
    at = said.get("at", cast.morning) + timedelta(minutes=2)
    done_ = {"state": "done", "rank": 4, "done_at": at, "booked_at": at, "booked": refund.total, "receipt": key}
    Refund.rows.filter(pk=refund.pk).update(**done_, period=f"{at.astimezone(SHANGHAI):%Y-%m}")
    return Refund.rows.get(pk=refund.pk)


def booked(refund: Refund, at: datetime) -> Refund:
    """Billing booked it."""
    said = {"booked_at": at, "amount": refund.total, "receipt": f"R{refund.pk}"}
    return done(refunds.done(refund.pk, actor=System("system:billing"), at=at, **said))  # type: ignore[no-any-return]


def waived(
    cast: Cast, amount: str = "5.00", *, by: Staff | None = None, at: datetime | None = None, **said: Any
) -> Any:
    """A late fee that was waived."""
    person = by or cast.clerk
    told = {"number": cast.customers["ordinary"].number, "bill_period": "2026-01", "reason": "bill_late", **said}
    when = at or cast.morning
    return done(waive_late_fee(actor=person, at=when, clerk=person, amount=D(amount), why="账单未收到", **told))


def weekly(
    at: datetime = WEEK_OVER, *, unit: str = "QD1", books: Books | None = None, begins: str = "2026-03-02"
) -> SelfCheck:
    """The worker's rounds, and what became of that hall's week."""
    rounds(at, books)
    return SelfCheck.rows.select_related("chain", "unit").get(kind="weekly", unit__code=unit, begins=begins)


def monthly(
    at: datetime = MONTH_OVER, *, unit: str = "QD", books: Books | None = None, begins: str = "2026-03-01"
) -> SelfCheck:
    """The same of that branch's month."""
    rounds(at, books)
    return SelfCheck.rows.select_related("chain", "unit").get(kind="monthly", unit__code=unit, begins=begins)


def rounds(at: datetime, books: Books | None = None) -> None:
    """Rounds until nothing is left to be made."""
    while work(at, billing=books or Books()):  # type: ignore[arg-type]
        pass


def found(check: SelfCheck) -> list[tuple[str, str]]:
    """What a check found: rule and reason, without the reason's `check-`."""
    return [(row.rule, row.reason.removeprefix("check-")) for row in check.exceptions.all()]


def only(check: SelfCheck) -> CheckException:
    """The one exception that was found."""
    return check.exceptions.get()  # type: ignore[no-any-return]


def sheet(clerk: Staff, number: int = 1) -> Day:
    """A clerk's sheet of the day."""
    rows = Day.rows.select_related("chain", "clerk", "unit")
    return rows.get(clerk=clerk, day=TODAY, number=number)  # type: ignore[no-any-return]
