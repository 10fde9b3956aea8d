"""The month's refunds because of partners beside the partners' report 梦网退费报表 (C4.8.7).

A ruling: the report's amount is the whole refund, the gift included, as billing booked it.
"""

from collections.abc import Iterator
from typing import Any

from shouwen.customers import masking
from shouwen.customers.models import Customer
from shouwen.handbook.decision import Reason
from shouwen.handbook.money import spell, total
from shouwen.handbook.secondrefunds import OfPartner, unlike_report
from shouwen.selfchecks.models import ReportedFile, ReportedRow
from shouwen.selfchecks.running.periods import Scope
from shouwen.selfchecks.running.result import New, Result

UNKNOWN = "?"


def compared(scope: Scope, result: Result) -> Iterator[New]:
    """Where the report and our refunds differ, one exception for each customer; one in all where no report came."""
    from shouwen.selfchecks.running.finding import New

    report = newest(scope, "sp_report")
    if not report:
        if result.partner:
            ours = total(part.amount for part in result.partner.values())
            told = {"month": scope.month, "count": result.partner_count, "ours": spell(ours)}
            reason = Reason("C4.8.7", "check-sp-report-missing", told)
            yield New("sp_mismatch", reason, f"sp_mismatch/{reason.code}", amount=ours)
        return
    theirs, masked = _reported(report[0])
    unlike = list(unlike_report(result.partner, theirs))
    numbers = dict(Customer.rows.filter(pk__in=[who for who, _ in unlike if who.isdigit()]).values_list("pk", "number"))
    for who, reason in unlike:
        known = int(who) if who.isdigit() else None
        yield New(
            rule="sp_mismatch",
            reason=reason,
            subject=f"sp_mismatch/{reason.code}/{who}"[:140],
            customer_id=known,
            masked=masking.number(numbers[known]) if known in numbers else masked.get(who, ""),
            amount=result.partner[who].amount if who in result.partner else theirs[who].amount,
        )


def _reported(file: ReportedFile) -> tuple[dict[str, OfPartner], dict[str, str]]:
    """The report by customer; numbers that we don't know stand each for themselves."""
    found: dict[str, OfPartner] = {}
    masked: dict[str, str] = {}
    for row in ReportedRow.objects.filter(file=file).order_by("line").iterator():
        who = str(row.customer_id) if row.customer_id else f"{UNKNOWN}{row.line}"
        known = found.get(who, OfPartner())
        names = known.providers | ({plain_name(row.provider)} if row.provider else set())
        found[who], masked[who] = OfPartner(known.amount + row.amount, frozenset(names)), row.masked
    return found, masked


def newest(scope: Scope, kind: str) -> list[ReportedFile]:
    """The files of that kind that count for the month: the newest from each source."""
    files: dict[str, ReportedFile] = {}
    for file in ReportedFile.rows.filter(kind=kind, unit=scope.unit, month=scope.month).order_by("pk"):
        files[file.source] = file
    return list(files.values())


def files_told(scope: Scope) -> list[dict[str, Any]]:
    """The files that a check went by, as its facts keep them."""
    return [
        {
            "kind": file.kind,
            "source": file.source,
            "sha256": file.sha256,
            "count": file.count,
            "total": spell(file.total),
        }
        for kind in ("sp_report", "other_channel")
        for file in newest(scope, kind)
    ]


def plain_name(name: str) -> str:
    """A partner's name as it is compared: blanks and capitals don't count."""
    return "".join(name.split()).casefold()
