"""What the forms of a dispute say, as data: the customer masked, amounts as text, everything else as it stands."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from shouwen.customers import masking
from shouwen.disputes.models import Application, Charge, Dispute, Finding, Proposal
from shouwen.handbook.load import shipped
from shouwen.handbook.money import spell, total, yuan
from shouwen.ledger.canonical import plain
from shouwen.reception.sheet import Identity
from shouwen.refunds.models import Refund

MONEY = ("amount", "charged", "counted", "before", "principal", "gift", "total", "rule_principal", "rule_gift",
         "rule_total", "booked")  # fmt: skip
MOMENTS = ("at", "received_at", "promised_at", "booked_at", "printed_at")


def masked(dispute: Dispute) -> Identity:
    """The customer as everybody may see them."""
    phone = dispute.ticket.contact_phone if dispute.ticket else ""
    customer = dispute.customer
    return Identity(masking.name(customer.name), masking.number(customer.number), masking.number(phone))


def in_full(dispute: Dispute) -> Identity:
    """As it is; only for a print for which a reason was recorded (M4)."""
    phone = dispute.ticket.contact_phone if dispute.ticket else ""
    return Identity(dispute.customer.name, dispute.customer.number, phone)


def application(asked: Application) -> dict[str, Any]:
    """All that the application form says: the claim, the check, the proposal, the counted sum, every signature."""
    dispute = asked.dispute
    finding = dispute.findings.select_related("by").filter(at__lte=asked.at).last()
    before = asked.counted - asked.amount - total(yuan(row["amount"]) for row in asked.earlier)
    said = {
        **_claim(dispute),
        "number_of_application": asked.number,
        "purpose": asked.purpose,
        "application_state": asked.state,
        "charges": [_charge(row) for row in dispute.charges.filter(struck_why="")],
        "charged": dispute.charged,
        "finding": _finding(finding) if finding else None,
        "proposal": _proposal(asked.proposal) if asked.proposal else None,
        "reverses": _reversed(asked.reverses) if asked.reverses else None,
        "amount": asked.amount,
        "before": before,
        "earlier": asked.earlier,
        "counted": asked.counted,
        "levels": asked.chain,
        "signatures": _signatures(asked),
        "why": asked.why,
        "by": asked.by.name,
        "by_code": asked.by.code,
        "at": asked.at,
    }
    return _told(said)


def refund(dispute: Dispute, paid: Refund) -> dict[str, Any]:
    """All that the record of a refund says, for the customer's file: what went back, how, when it was booked."""
    numbers = [paid.key.rpartition("/")[2].removeprefix("r")]
    walk = dispute.applications.filter(state=Application.State.APPROVED)
    by = {"reverses": paid.reverses} if paid.reverses_id else {"proposal__number": numbers[0]}
    asked = walk.filter(**by).select_related("by").last() if numbers[0].isdigit() else None
    said = {
        **_claim(dispute),
        "key": paid.key,
        "kind": paid.kind,
        "principal": paid.principal,
        "gift": paid.gift,
        "total": paid.total,
        "charged": dispute.charged,
        "proof": paid.proof,
        "promised_at": paid.promised_at or paid.ordered_at,
        "by": paid.ordered_by.name if paid.ordered_by else "",
        "by_code": paid.ordered_by.code if paid.ordered_by else "",
        "booked": paid.booked,
        "booked_at": paid.booked_at,
        "receipt": paid.receipt,
        "period": paid.period,
        "reverses": paid.reverses.key if paid.reverses else "",
        "number_of_application": asked.number if asked else 0,
        "signatures": _signatures(asked) if asked else [],
    }
    return _told(said)


def read_back(said: Mapping[str, Any]) -> dict[str, Any]:
    """What a paper said, with its amounts and moments as a page writes them."""
    found: dict[str, Any] = {}
    for key, value in said.items():
        if isinstance(value, Mapping):
            found[key] = read_back(value)
        elif isinstance(value, list):
            found[key] = [read_back(each) if isinstance(each, Mapping) else each for each in value]
        elif value and key in MONEY:
            found[key] = yuan(value)
        elif value and key in MOMENTS:
            found[key] = datetime.fromisoformat(value)
        else:
            found[key] = value
    return found


def _claim(dispute: Dispute) -> dict[str, Any]:
    who = masked(dispute)
    return {
        "serial": dispute.serial,
        "ticket": dispute.ticket.serial if dispute.ticket else "",
        "state": dispute.state,
        "name": who.name,
        "number": who.number,
        "contact_phone": who.contact_phone,
        "brand": dispute.customer.brand,
        "grade": dispute.customer.grade,
        "found_by": dispute.found_by,
        "hall": dispute.unit.name,
        "hall_phone": dispute.unit.phone,
        "staff": dispute.clerk.code,
        "staff_name": dispute.clerk.name,
        "received_at": dispute.received_at,
        "category": dispute.category,
        "cause": dispute.cause,
        "text": dispute.text,
        "proof": dispute.proof,
        "edition": shipped().name,
    }


def _charge(row: Charge) -> dict[str, Any]:
    return {
        "service": row.service,
        "provider": row.provider,
        "period": row.period,
        "charged_on": row.charged_on,
        "bill": row.bill,
        "amount": row.amount,
    }


def _finding(row: Finding) -> dict[str, Any]:
    return {"result": row.result, "what": row.what, "by": row.by.name, "by_code": row.by.code, "at": row.at}


def _proposal(row: Proposal) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "principal": row.principal,
        "gift": row.gift,
        "total": row.amount,
        "rule_kind": row.rule_kind,
        "rule_principal": row.rule_principal,
        "rule_gift": row.rule_gift,
        "rule_total": row.rule_principal + row.rule_gift,
        "overridden": row.overridden,
        "override_reason": row.override_reason,
        "override_why": row.override_why,
        "because": row.because,
        "by": row.by.name,
        "by_code": row.by.code,
    }


def _reversed(paid: Refund) -> dict[str, Any]:
    return {"key": paid.key, "total": paid.total, "receipt": paid.receipt}


def _signatures(asked: Application) -> list[dict[str, Any]]:
    return [
        {
            "level": row.level,
            "granted": row.granted,
            "by": row.by.name,
            "by_code": row.by.code,
            "stands_for": row.stands_for.name if row.stands_for else "",
            "why": row.why,
            "at": row.at,
        }
        for row in asked.signatures.select_related("by", "stands_for")
    ]


def _told(said: dict[str, Any]) -> dict[str, Any]:
    """In the shapes that an event could hold; an amount with its two places, also where the database drops them."""
    told: dict[str, Any] = plain(_spelled(said))
    return told


def _spelled(value: Any) -> Any:
    if isinstance(value, Decimal):
        return spell(value)
    if isinstance(value, dict):
        return {key: _spelled(part) for key, part in value.items()}
    return [_spelled(part) for part in value] if isinstance(value, list) else value
