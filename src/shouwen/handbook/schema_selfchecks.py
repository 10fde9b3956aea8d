"""The shape of the chapter on the day's end and the self-checks 日终审核与自查 (C4.8.7)."""

from shouwen.handbook.schema import Clause, Codes, Entry, Positive, Strict
from shouwen.handbook.schema_money import Table


class CheckKind(Entry):
    """What a self-check looks for: the weekly one of a hall, the monthly one of a branch, or both (C4.8.7)."""

    weekly: bool
    monthly: bool


class Selfchecks(Strict):
    """When the checks run, how far back they are made up, and the lists that their rules go by.

    `never_double` are causes of which no double refund comes; `confirmed_by` says below which cause which paper
    confirms whose fault it was. Equal amounts to one customer within `second_refund_days` look like a second refund.
    """

    clause: Clause
    run_after_hour: Positive
    make_up_weeks: Positive
    make_up_months: Positive
    make_up_days: Positive
    statement_wait_hours: Positive
    second_refund_days: Positive
    never_double: Codes
    confirmed_by: Table
