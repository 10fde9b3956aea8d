"""Late fees of ordinary customers 违约金 (C4.8.5)."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from shouwen.customers.models import Customer
from shouwen.customers.verbs.arriving import customer_of
from shouwen.disputes.models import LateFeeWaiver
from shouwen.handbook.rights import Right
from shouwen.ledger.door import Act, verb
from shouwen.ledger.models import Event
from shouwen.ledger.writing import Happening, append, begin, lock
from shouwen.people.models import Staff
from shouwen.refunds.ordering import order
from shouwen.tickets.checks import REASON_CHARACTERS, check_text
from shouwen.tickets.models import Ticket


@dataclass
class WaiverAct(Act):
    """An act that writes the waiver after its refund was ordered."""

    def record(self, **facts: object) -> Event:
        assert self.chain is not None
        self.event = append(self.chain, Happening(self.code, self.at, self.actor.code, self.edition.name, facts))
        return self.event


@verb("late_fee.waived", needs=Right.WAIVE_LATE_FEE, act=WaiverAct)
def waive_late_fee(
    act: WaiverAct,
    *,
    clerk: Staff,
    number: str = "",
    ticket: Ticket | None = None,
    amount: Decimal,
    bill_period: str,
    reason: str,
    why: str,
) -> None:
    """Waive a late fee, with the reason. The manager sees it with the day's refunds (C4.8.7)."""
    act.require(act.actor.may(Right.WAIVE_LATE_FEE, clerk.unit), "not-allowed", right=Right.WAIVE_LATE_FEE)
    customer = ticket.customer if ticket else customer_of(act, number)
    act.require(_ordinary(customer, act), "late-fee-ordinary-only", grade=customer.grade)
    act.require(reason in act.edition.late_fee_reasons, "unknown-code", value=reason)
    act.require(why.strip(), "say-why")
    check_text(act, why, REASON_CHARACTERS)
    act.require(amount > 0, "amount-not-positive")
    # Two desks that waive the same fee at the same moment: one of them sees the other's.
    lock(customer.chain_id)
    twin = LateFeeWaiver.objects.filter(customer=customer, bill_period=bill_period)
    act.require(not twin.exists(), "late-fee-waived-already", period=bill_period)
    key = f"L-{clerk.unit.code}-{uuid4().hex[:12]}"
    act.chain = begin(f"late_fee/{key}")
    refund = order(
        key=key,
        origin="late_fee",
        about=key,
        link="",
        customer=customer,
        unit=clerk.unit,
        kind="late_fee",
        cause="other.special",
        principal=amount,
        gift=Decimal("0.00"),
        by=act.actor,
        at=act.at,
    )
    act.subject = LateFeeWaiver.objects.create(
        chain=act.chain,
        customer=customer,
        ticket=ticket,
        unit=clerk.unit,
        amount=amount,
        bill_period=bill_period,
        reason=reason,
        why=why,
        refund=refund,
        by=act.actor,
        at=act.at,
    )
    act.record(amount=str(amount), bill_period=bill_period, reason=reason, refund=refund.key, why=why)


def _ordinary(customer: Customer, act: Act) -> bool:
    """Whether the customer is neither a group's nor a member of the club (C4.3)."""
    grade = act.edition.grades.get(customer.grade)
    return customer.group_id is None and not (grade and grade.club)
