"""Closing a month of the books, for ever."""

from datetime import date

from shouwen.handbook.money import total
from shouwen.handbook.rights import Right
from shouwen.ledger.door import Act, verb
from shouwen.ledger.writing import begin
from shouwen.refunds.differing import top
from shouwen.refunds.models import Period, Refund
from shouwen.refunds.months import month_of


@verb("refund.month_closed", needs=Right.MONITOR_REFUNDS)
def close_period(act: Act, *, month: str) -> None:
    """Close a month that is over: it takes no more entries and is never opened again (C4.8).

    Its books are the whole province's, so whoever closes them must watch over all of it.
    """
    act.require(_is_month(month), "month-wrong", value=month)
    act.require(month < month_of(act.at), "month-not-over", value=month)
    Period.rows.get_or_create(month=month)
    period = Period.rows.select_for_update().get(month=month)
    act.require(act.actor.may(Right.MONITOR_REFUNDS, Whole(top())), "month-is-the-provinces")
    act.require(period.closed_at is None, "month-closed", value=month)
    amounts = Refund.rows.filter(state=Refund.State.DONE, period=month).values_list("booked", flat=True).iterator()
    booked = [amount for amount in amounts if amount is not None]
    period.count, period.total = len(booked), total(booked)
    period.closed_at, period.closed_by_id = act.at, getattr(act.actor, "pk", None)
    act.chain = begin(f"period/{month}")
    period.chain, act.subject = act.chain, period
    act.record(month=month, count=period.count, total=period.total)


class Whole:
    """The province, for the permission table."""

    def __init__(self, path: str) -> None:
        self.path = path


def _is_month(text: str) -> bool:
    try:
        return f"{date.fromisoformat(f'{text}-01'):%Y-%m}" == text
    except ValueError:
        return False
