"""The shape of how refunds are carried out 退费执行 (C4.8.2): how often, how long, and when a person is asked."""

from shouwen.handbook.schema import Clause, Positive, Strict


class Refunding(Strict):
    """How the worker deals with billing.

    Whoever took a refund has it for `lease_seconds`; after that its outcome is unknown. It is asked for, first after
    `ask_first_seconds`, then ever later, at most `ask_most_seconds` apart. Only when billing knew nothing of it for
    `grace_minutes` is it sent again. After `tries` sent, or `asks` asked without an answer, it waits for a person.
    After `failures` calls in a row that billing didn't answer the line is left alone, first for `pause_first_seconds`.
    """

    clause: Clause
    lease_seconds: Positive
    grace_minutes: Positive
    tries: Positive
    asks: Positive
    ask_first_seconds: Positive
    ask_most_seconds: Positive
    failures: Positive
    pause_first_seconds: Positive
    pause_most_seconds: Positive
    reconcile_after_hour: Positive
    reconcile_days: Positive
    late_hours: Positive
    file_rows: Positive
