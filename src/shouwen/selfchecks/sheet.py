"""What a day's sheet and a check's report say, as data: customers masked, amounts as text (C4.8.7)."""

from typing import Any

from shouwen.customers import masking
from shouwen.handbook.money import spell, total
from shouwen.ledger.canonical import plain
from shouwen.selfchecks.models import CheckException, Day, DayLine, SelfCheck


def day_said(day: Day) -> dict[str, Any]:
    """All that a sheet says: every line with its amounts and its signature."""
    lines = list(day.lines.select_related("refund__customer", "by"))
    told: dict[str, Any] = plain(
        {
            "serial": day.serial,
            "clerk": [day.clerk.code, day.clerk.name],
            "unit": [day.unit.code, day.unit.name],
            "day": day.day,
            "lines": [_line(line) for line in lines],
            "count": len(lines),
            "total": spell(total(line.refund.total for line in lines)),
        }
    )
    return told


def _line(line: DayLine) -> dict[str, Any]:
    refund = line.refund
    return {
        "number": line.number,
        "key": refund.key,
        "about": refund.about,
        "customer": masking.number(refund.customer.number),
        "name": masking.name(refund.customer.name),
        "kind": refund.kind,
        "cause": refund.cause,
        "principal": spell(refund.principal),
        "gift": spell(refund.gift),
        "total": spell(refund.total),
        "state": line.state,
        "by": [line.by.code, line.by.name] if line.by else None,
        "at": line.at,
    }


def check_said(check: SelfCheck) -> dict[str, Any]:
    """All that a report says: what was looked at, what was found, and how each exception was cleared."""
    rows = check.exceptions.select_related("refund", "cleared_by")
    told: dict[str, Any] = plain(
        {
            "serial": check.serial,
            "kind": check.kind,
            "unit": [check.unit.code, check.unit.name],
            "period": check.period,
            "begins": check.begins,
            "ends": check.ends,
            "ran_at": check.ran_at,
            "count": check.count,
            "total": spell(check.total),
            "facts": check.facts,
            "exceptions": [_exception(row) for row in rows],
            "signed_by": [check.signed_by.code, check.signed_by.name] if check.signed_by else None,
            "signed_at": check.signed_at,
        }
    )
    return told


def _exception(row: CheckException) -> dict[str, Any]:
    return {
        "number": row.number,
        "rule": row.rule,
        "reason": row.reason,
        "facts": row.facts,
        "refund": row.refund.key if row.refund else None,
        "about": row.refund.about if row.refund else None,
        "customer": row.masked,
        "amount": spell(row.amount) if row.amount is not None else None,
        "gone": row.gone_at is not None,
        "how": row.cleared_how,
        "why": row.cleared_why,
        "done": row.cleared_done,
        "by": [row.cleared_by.code, row.cleared_by.name] if row.cleared_by else None,
        "at": row.cleared_at,
    }
