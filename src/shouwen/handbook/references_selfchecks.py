"""The checks of the chapter on the day's end and the self-checks (C4.8.7), as `references.py` makes them of others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shouwen.handbook.problems import Problem, unknown

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition

FILE = "selfchecks.toml"
LAST_HOUR = 23
# Codes that the program writes itself.
WRITTEN = {
    "check_kinds": (
        "amount_mismatch", "over_authority", "wrong_type", "type_unproven", "sp_mismatch", "missing_paper",
        "second_refund", "statement_missing",
    ),
    "check_periods": ("weekly", "monthly"),
    "check_files": ("sp_report", "other_channel"),
    "check_states": ("open", "ready", "signed"),
    "day_states": ("missing", "handed", "returned", "signed"),
    "day_line_states": ("waiting", "signed", "returned"),
}  # fmt: skip


def _selfchecks(edition: Edition) -> Iterator[Problem]:
    rule = edition.selfchecks
    yield from unknown(FILE, "selfchecks.never_double", rule.never_double, edition.dispute_causes)
    yield from unknown(FILE, "selfchecks.confirmed_by", rule.confirmed_by, edition.dispute_causes)
    yield from unknown(FILE, "selfchecks.confirmed_by", rule.confirmed_by.values(), edition.paper_kinds)
    for group, codes in WRITTEN.items():
        yield from unknown(FILE, group, codes, edition.groups[group])
        yield from unknown(FILE, group, edition.groups[group], codes)
    if rule.run_after_hour > LAST_HOUR:
        yield Problem(FILE, "selfchecks.run_after_hour", f"must be an hour of the day, 1 to {LAST_HOUR}")


SELFCHECK_CHECKS = (_selfchecks,)
