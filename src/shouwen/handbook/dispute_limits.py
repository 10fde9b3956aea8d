"""How long a dispute may take 资费争议处理时限 (C4.8.2): to decide, to verify, to approve, to refund."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from shouwen.handbook.deadlines import LimitRule
from shouwen.handbook.decision import Reason
from shouwen.handbook.worktime import Hours

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition
    from shouwen.handbook.schema_money import WorkingDays


def dispute_limits(
    *, edition: Edition, completion: LimitRule | None = None, hours: str = ""
) -> Mapping[str, LimitRule]:
    """Every clock's limit, without times, by the names of the clocks. `hours` are the unit's working hours.

    `completion` is the complaint's own limit (C5.2), within which it is decided; what the company found itself
    belongs to no complaint and is decided when it is verified.
    """
    rules = edition.disputes.limits
    day = Hours.parse(hours or edition.worktime.hours)
    verification = _limit("dispute-verification-limit", rules.verification, day)
    return {
        "decision": _decision(completion, verification, edition),
        "verification": verification,
        "approval": _limit("dispute-approval-limit", rules.approval, day),
        "refund": _limit("dispute-refund-limit", rules.refund, day),
    }


def _decision(completion: LimitRule | None, verification: LimitRule, edition: Edition) -> LimitRule:
    clause = edition.disputes.limits.decision_clause
    if completion is None:
        because = (Reason(clause, "dispute-decision-verified", {}), *verification.because)
        return LimitRule(verification.minutes, verification.unit, clause, because)
    because = (Reason(clause, "dispute-decision-limit", {}), *completion.because)
    return LimitRule(completion.minutes, completion.unit, clause, because, completion.among)


def _limit(code: str, rule: WorkingDays, day: Hours) -> LimitRule:
    minutes = day.minutes_per_day * rule.working_days
    told = {"days": rule.working_days, "minutes": minutes}
    return LimitRule(minutes, "work", rule.clause, (Reason(rule.clause, code, told),))
