"""A charge is questioned: by the customer, or by the company itself (C4.8)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from django.utils import timezone

from shouwen.calendars.reads import version
from shouwen.customers.models import Customer
from shouwen.customers.verbs.arriving import customer_of
from shouwen.disputes.act import DisputeAct, verb
from shouwen.disputes.limits import opening_limits
from shouwen.disputes.models import Charge, Counter, Dispute
from shouwen.disputes.models.dispute import FoundBy
from shouwen.handbook.rights import Right
from shouwen.ledger.asking import one
from shouwen.ledger.models import Chain
from shouwen.people.models import Staff, Unit
from shouwen.tickets.checks import check_text
from shouwen.tickets.models import Ticket
from shouwen.tickets.opening import SLIP_MINUTES


@dataclass(frozen=True, kw_only=True)
class ChargeLine:
    """One line of a bill, as it is questioned. `period` is a month, "2026-10"."""

    service: str
    amount: Decimal
    period: str
    charged_on: date
    provider: str = ""
    bill: str = ""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What the desk hands in. With a ticket, the number, category and time of the contact are the ticket's.

    A form with a `key` opens one dispute, however often it is handed in.
    """

    text: str
    charges: tuple[ChargeLine, ...] = ()
    ticket: Ticket | None = None
    number: str = ""
    category: str = ""
    found_by: str = FoundBy.CUSTOMER
    received_at: datetime | None = None
    unsubscribed_on: date | None = None
    key: str = ""


@verb("dispute.opened", needs=Right.DISPUTE)
def open_dispute(act: DisputeAct, *, opening: Opening, clerk: Staff) -> None:
    """Take a dispute in: of a ticket, or alone where the company found the error itself. `clerk` answers for it."""
    unit = clerk.unit
    act.require(act.actor.may(Right.DISPUTE, unit), "not-allowed", right=Right.DISPUTE)
    customer, category, received_at = _whose(act, opening)
    check_text(act, opening.text, act.edition.limits.text_characters)
    act.require(received_at <= act.at + timedelta(minutes=SLIP_MINUTES), "time-in-future", value=received_at)
    dispute = Dispute(
        serial=f"D-{unit.code}-{timezone.localtime(act.at):%y%m%d}-{_number(unit):05d}",
        ticket=opening.ticket,
        customer=customer,
        found_by=opening.found_by,
        category=category,
        text=opening.text,
        unit=unit,
        branch=unit.branch,
        path=unit.path,
        clerk=clerk,
        received_at=received_at,
        opened_at=act.at,
        state="checking",
        unsubscribed_on=opening.unsubscribed_on,
        form_key=opening.key or None,
    )
    # Asked once the unit's counter is locked: a twin of this form has either opened its dispute by now, or waits.
    twin = opened_by(clerk, opening.key)
    act.require(twin is None, "form-handed-in", serial=twin.serial if twin else "")
    act.chain, act.subject = Chain(name=f"dispute/{dispute.serial}"), dispute
    for line in opening.charges:
        check_charge(act, line)
    dispute.charged = sum((line.amount for line in opening.charges), dispute.charged)
    act.record(
        ticket=opening.ticket.serial if opening.ticket else None,
        customer=customer.pk,
        found_by=opening.found_by,
        category=category,
        text_sha256=sha256(opening.text.encode()).hexdigest(),
        charged=str(dispute.charged),
        lines=len(opening.charges),
        contacted_at=received_at,
        entered_at=act.at,
        unit=unit.code,
        hours=unit.hours or act.edition.worktime.hours,
        calendar=version(),
        limits=opening_limits(dispute, act.edition),
    )
    Charge.objects.bulk_create(charge(dispute, line, number) for number, line in enumerate(opening.charges, 1))


def opened_by(clerk: Staff, key: str) -> Dispute | None:
    """The dispute that this person's form of that key opened."""
    return Dispute.rows.filter(clerk=clerk, form_key=key).first() if key else None


def check_charge(act: DisputeAct, line: ChargeLine) -> None:
    """Refuse a line without a service, with no amount, or charged after today."""
    act.require(line.service.strip(), "charge-service-missing")
    act.require(line.amount > 0, "amount-not-positive")
    act.require(line.charged_on <= timezone.localtime(act.at).date(), "date-in-future")
    check_text(act, line.service, 80)
    check_text(act, line.provider, 80, empty=True)
    check_text(act, line.bill, 60, empty=True)


def charge(dispute: Dispute, line: ChargeLine, number: int) -> Charge:
    """The line as a row, unsaved."""
    return Charge(dispute=dispute, line=number, **vars(line))


def _whose(act: DisputeAct, opening: Opening) -> tuple[Customer, str, datetime]:
    """Whose charge it is, filed under what, and since when we know."""
    act.require(opening.found_by in FoundBy.values, "unknown-code", value=opening.found_by)
    ticket = opening.ticket
    if ticket is None:
        act.require(opening.found_by == FoundBy.COMPANY, "dispute-without-ticket")
        _check_category(act, opening.category)
        return customer_of(act, opening.number), opening.category, opening.received_at or act.at
    act.require(act.actor.may(Right.READ, ticket), "not-found")
    act.require(ticket.state != "voided", "not-open")
    category = opening.category or ticket.category
    _check_category(act, category)
    return ticket.customer, category, opening.received_at or ticket.contacted_at


def _check_category(act: DisputeAct, category: str) -> None:
    leaf = act.edition.categories.get(category)
    act.require(leaf is not None and not act.edition.categories.children(category), "category-not-leaf")


def _number(unit: Unit) -> int:
    """The unit's next number; its row is locked from here on, so numbers have neither gaps nor twins."""
    Counter.objects.get_or_create(unit=unit)
    number: int = one("UPDATE disputes_counter SET made = made + 1 WHERE unit_id = %s RETURNING made", unit.pk)
    return number
