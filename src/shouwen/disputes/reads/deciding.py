"""What whoever signs should know of the customer, the clerk, and cases alike (C4.8.3, C4.8.7)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median_low

from django.db.models import Count, Q, Sum

from shouwen.customers.models import Customer
from shouwen.disputes.counted import authority
from shouwen.disputes.models import Application, Dispute
from shouwen.handbook.authority import level_for
from shouwen.handbook.load import shipped
from shouwen.handbook.money import ZERO, total, yuan
from shouwen.handbook.rights import Right
from shouwen.people.models import Staff
from shouwen.refunds.models import Refund

YEAR = timedelta(days=365)
QUARTER = timedelta(days=90)
SHOWN = 3
# So many cases at most are looked at for what was decided in cases alike.
LOOKED_AT = 200
DECIDED = ("promised", "interim", "refunded", "closed")


@dataclass(frozen=True)
class Summed:
    """One amount of the arithmetic: of which dispute, how much, since when; its page where the reader may see it."""

    about: str
    amount: Decimal
    at: datetime
    dispute: int = 0


@dataclass(frozen=True)
class Sums:
    """The counted sum and how it came about. `alone` is the level that this amount by itself would need.

    `since` is what was counted together after the application, where that is more than it was then.
    """

    asked: Decimal
    paid: Decimal
    earlier: list[Summed]
    counted: Decimal
    alone: str
    level: str
    since: Decimal
    since_level: str
    days: int

    @property
    def crossed(self) -> bool:
        """Whether only the sum of several amounts crossed a limit."""
        return self.alone != self.level


@dataclass(frozen=True)
class OfCustomer:
    """Twelve months of a customer, whichever desk it was."""

    disputes: int
    refunds: int
    refunded: Decimal
    lately: list[Dispute]


@dataclass(frozen=True)
class OfClerk:
    """Ninety days of who applied."""

    asked: int
    total: Decimal
    returned: int
    overridden: int

    @property
    def share(self) -> int:
        """The share of applications that go against the rule's proposal, in percent."""
        return round(100 * self.overridden / self.asked) if self.asked else 0


@dataclass(frozen=True)
class Alike:
    """What was decided in cases of the same cause and category: the kinds with their numbers, the middle amount."""

    cases: int
    kinds: list[tuple[str, int]]
    middle: Decimal | None
    lately: list[Dispute]


def sums(application: Application, reader: Staff, at: datetime) -> Sums:
    """The counted sum of an application and its arithmetic (C4.8.3)."""
    edition, dispute = shipped(), application.dispute
    kept = [(row["about"], yuan(row["amount"]), datetime.fromisoformat(row["at"])) for row in application.earlier]
    seen = _seen([about for about, _, _ in kept], reader)
    earlier = [Summed(about, amount, when, seen.get(about, 0)) for about, amount, when in kept]
    before = total(each.amount for each in earlier)
    alone = application.counted - before
    since = application.counted
    if application.purpose == Application.Purpose.REFUND and application.state == Application.State.WAITING:
        since = authority(dispute, application.amount, at, edition).what.counted
    return Sums(
        asked=application.amount,
        paid=alone - application.amount,
        earlier=earlier,
        counted=application.counted,
        alone=level_for(alone, edition),
        level=application.chain[-1],
        since=since if since > application.counted else ZERO,
        since_level=level_for(since, edition),
        days=edition.authority.window_days,
    )


def _seen(serials: Sequence[str], reader: Staff) -> dict[str, int]:
    """The keys of those disputes that the reader may open."""
    if not serials:
        return {}
    rows = Dispute.objects.seen_by(reader).filter(serial__in=serials)
    return dict(rows.values_list("serial", "pk"))


def of_customer(customer: Customer, reader: Staff, at: datetime, *, besides: int) -> OfCustomer:
    """What the customer disputed and got back; sums count every desk, the list is what the reader may open."""
    disputes = Dispute.objects.unscoped("sums tell of no single case").filter(customer=customer)
    money = Refund.objects.unscoped("sums tell of no single case").filter(customer=customer, state=Refund.State.DONE)
    paid = money.filter(done_at__gte=at - YEAR).aggregate(
        number=Count("pk", filter=Q(reverses=None)), principal=Sum("principal"), gift=Sum("gift")
    )
    mine = (
        Dispute.objects.seen_by(reader).filter(customer=customer)
        if reader.may(Right.READ_DISPUTES)
        else disputes.none()
    )
    return OfCustomer(
        disputes=disputes.filter(opened_at__gte=at - YEAR).exclude(pk=besides).count(),
        refunds=paid["number"],
        refunded=total(paid[part] or ZERO for part in ("principal", "gift")),
        lately=list(mine.exclude(pk=besides).order_by("-opened_at", "-pk")[:SHOWN]),
    )


def of_clerk(clerk: Staff, at: datetime) -> OfClerk:
    """How many applications somebody made, for how much, and how they fared."""
    rows = Application.objects.filter(by=clerk, at__gte=at - QUARTER)
    found = rows.filter(purpose=Application.Purpose.REFUND).select_related("proposal").only(
        "amount", "state", "proposal__kind", "proposal__principal", "proposal__gift",
        "proposal__rule_kind", "proposal__rule_principal", "proposal__rule_gift",
    )  # fmt: skip
    asked = list(found)
    return OfClerk(
        asked=len(asked),
        total=total(each.amount for each in asked),
        returned=sum(each.state == Application.State.RETURNED for each in asked),
        overridden=sum(each.proposal is not None and each.proposal.overridden for each in asked),
    )


def alike(dispute: Dispute, reader: Staff) -> Alike:
    """The newest cases of the same cause and category that were decided, whichever desk it was."""
    rows = Dispute.objects.unscoped("numbers tell of no single case").exclude(cause="").exclude(pk=dispute.pk)
    same = rows.filter(cause=dispute.cause, category=dispute.category, state__in=DECIDED).exclude(outcome="")
    found = list(same.order_by("-opened_at", "-pk").values_list("pk", "outcome", "principal", "gift")[:LOOKED_AT])
    paid = [principal + gift for _, _, principal, gift in found if principal + gift > 0]
    lately = Dispute.objects.seen_by(reader).filter(pk__in=[pk for pk, *_ in found[:20]])
    return Alike(
        cases=len(found),
        kinds=Counter(outcome for _, outcome, _, _ in found).most_common(),
        middle=median_low(paid) if paid else None,
        lately=list(lately.order_by("-opened_at", "-pk")[:SHOWN]),
    )
