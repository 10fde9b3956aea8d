"""Money back in the demo world: who comes to dispute a charge, and the billing system that books what is promised."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from django.conf import settings

from shouwen.batchdisputes.carrying import carry_on
from shouwen.demo.case import Case
from shouwen.demo.coming import Coming
from shouwen.demo.disputed import Disputed
from shouwen.demo.founding import made
from shouwen.demo.hours import when_next
from shouwen.demo.quarrels import DISPUTES, ON_THE_DESKS, QUARRELS, Quarrel, being_checked, just_granted, waiting
from shouwen.demo.stories import Story
from shouwen.disputes.models import LateFeeWaiver
from shouwen.disputes.verbs import waive_late_fee
from shouwen.people.models import Staff
from shouwen.people.verbs import name_deputy
from shouwen.refunds import execution
from shouwen.refunds.billing.simulated.book import Book
from shouwen.refunds.billing.simulated.direct import DirectBilling
from shouwen.refunds.billing.simulated.system import System

Scene = tuple[datetime, Case, Story]
FRONT = ("1001", "1002", "1004", "1006", "2001", "2003")
WAIVERS = 9


def scenes(coming: Coming, *, since: datetime, now: datetime, share: float = 1.0) -> Iterator[Scene]:
    """Disputes over all the days, and what the last one leaves on every approver's desk."""
    rng = coming.world.rng
    tellings = rng.choices(list(QUARRELS), list(QUARRELS.values()), k=int(DISPUTES * share))
    # Each is told once early enough to come to its end, whatever else is drawn.
    for number, tell in enumerate((*QUARRELS, *tellings)):
        latest = 0.4 if number < len(QUARRELS) else 0.97
        yield _at_work(coming, since + (now - since) * rng.uniform(0.02, latest), tell)
    for code, amount, signed, hours in ON_THE_DESKS:
        tell = partial(waiting, amount=amount, signed=signed)
        yield _scene(coming, code, now - timedelta(hours=hours), tell)
    for place, code in enumerate(FRONT):
        yield _scene(coming, code, now - timedelta(hours=2 + 3 * place), being_checked)
        yield _scene(coming, code, now - timedelta(hours=3 + place / 3), just_granted)
        yield _scene(coming, code, now - timedelta(hours=26 + place / 3), just_granted)
    yield _scene(coming, "1005", now - timedelta(hours=28), _goes_on_leave)
    for _ in range(WAIVERS):
        yield _at_work(coming, since + (now - since) * rng.uniform(0.5, 0.99), _late_fee)


def biller(coming: Coming) -> Callable[[datetime], None]:
    """Billing as it is at that moment of the story: books what is due, in its own file in the data folder."""
    book = Book(settings.BILLING_BOOK)
    billing = DirectBilling(System(book, clock=lambda: coming.world.at))

    def bill(at: datetime) -> None:
        # A little before, because its answers take their time.
        coming.world.at = at - timedelta(minutes=1)
        carry_on(coming.world.at)
        execution.work(coming.world.at, billing=billing)

    return bill


def _at_work(coming: Coming, moment: datetime, tell: Quarrel) -> Scene:
    """At whichever front desk, once it is open."""
    rng = coming.world.rng
    code = rng.choice(FRONT)
    return _scene(coming, code, when_next(coming.world.house.staff[code], moment, rng), tell)


def _scene(coming: Coming, code: str, moment: datetime, tell: Quarrel) -> Scene:
    person: Staff = coming.world.house.staff[code]
    city = "望潮" if person.unit.path.startswith("/YZ/WC/") else "清渡"
    client = coming.somebody(city)
    while not client.ordinary:
        client = coming.somebody(city)
    case = Disputed(**vars(coming.case(moment, client, "billing")))
    case.more["column"] = "complaint"
    case.owner, case.source, case.drag = person, "hall", 1.0
    return moment, case, tell(case)


def _goes_on_leave(case: Disputed) -> Story:
    """A hall manager is away for some days; the manager of the hall next door signs for them."""
    yield case.owner, timedelta(minutes=1)
    staff, at = case.world.house.staff, case.world.at
    away = {"begins_at": at, "ends_at": at + timedelta(days=6)}
    made(name_deputy(case.owner.pk, actor=case.owner, at=at, deputy=staff["1003"], **away))


def _late_fee(case: Disputed) -> Story:
    """A late fee that the front line waives."""
    if not case.open(late=timedelta(minutes=2)):
        return
    yield case.owner, timedelta(minutes=12)
    period = f"{case.world.at - timedelta(days=31):%Y-%m}"
    # The same customer may have come before.
    if not LateFeeWaiver.objects.filter(customer=case.ticket.customer, bill_period=period).exists():
        made(
            waive_late_fee(
                actor=case.owner,
                at=case.world.at,
                clerk=case.owner,
                ticket=case.ticket,
                amount=Decimal(case.world.rng.choice(("2.10", "3.60", "6.30", "11.80"))),
                bill_period=period,
                reason=case.world.rng.choice(("bank_late", "bill_late", "payment_blocked")),
                why=case.say("waived", "why"),
            )
        )
