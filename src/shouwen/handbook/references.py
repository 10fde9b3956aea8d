"""Checks that what one chapter names, another chapter has; and what no chapter can check alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shouwen.handbook.problems import Problem, unknown
from shouwen.handbook.references_batch import BATCH_CHECKS
from shouwen.handbook.references_money import MONEY_CHECKS
from shouwen.handbook.references_selfchecks import SELFCHECK_CHECKS
from shouwen.handbook.rights import Right
from shouwen.handbook.worktime import Hours

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition

SELECTORS = ("starts_on", "stops_on", "renews_on", "restarts_on", "reopens_on", "pauses_on", "resumes_on")
CLOCK_KINDS = (
    "entry", "passed_on", "first_answer", "next_word", "promise", "completion", "statutory",
    "decision", "verification", "approval", "refund",
)  # fmt: skip


def wrong_references(edition: Edition) -> list[Problem]:
    """Every reference that leads nowhere, and every rule that contradicts another."""
    return [problem for check in CHECKS for problem in check(edition)]


def _categories(edition: Edition) -> Iterator[Problem]:
    seen: dict[tuple[str | None, str], str] = {}
    for entry in edition.categories:
        key = f"categories.{entry.code}"
        yield from unknown("categories.toml", f"{key}.function", [entry.function], edition.routing.functions)
        for name in (entry.zh, entry.en):
            twin = seen.setdefault((entry.parent, name), entry.code)
            if twin != entry.code:
                sentence = f"has the same name {name!r} as {twin}: rename one of them"
                yield Problem("categories.toml", key, sentence)


def _urgency_and_deadlines(edition: Edition) -> Iterator[Problem]:
    for code, row in edition.deadlines.types.items():
        key = f"deadlines.types.{code}"
        kinds = [row.when.kind] if row.when.kind else []
        yield from unknown("deadlines.toml", f"{key}.when.kind", kinds, edition.urgency.kinds)
        yield from unknown("deadlines.toml", f"{key}.when.brands", row.when.brands, edition.brands)
        yield from unknown("deadlines.toml", f"{key}.displaces", row.displaces, edition.deadlines.types)
        if not row.when.model_dump(exclude_defaults=True):
            yield Problem("deadlines.toml", f"{key}.when", "is empty: say what the row applies to")


def _priority(edition: Edition) -> Iterator[Problem]:
    rule = edition.priority
    for key, code in (("club", rule.club), ("urgent", rule.urgent), ("otherwise", rule.otherwise)):
        yield from unknown("priority.toml", f"priority.{key}", [code], rule.levels)


def _routing(edition: Edition) -> Iterator[Problem]:
    rule = edition.routing
    yield from unknown("routing.toml", "routing.by_column", rule.by_column, edition.columns)
    yield from unknown("routing.toml", "routing.by_column", rule.by_column.values(), rule.functions)
    for key, codes in (
        ("elsewhere", (rule.elsewhere,)),
        ("fallback", (rule.fallback,)),
        ("duty_functions", rule.duty_functions),
    ):
        yield from unknown("routing.toml", f"routing.{key}", codes, rule.functions)


def _classification(edition: Edition) -> Iterator[Problem]:
    rule, leaves = edition.classification, [leaf.code for leaf in edition.categories.open_leaves]
    yield from unknown("classification.toml", "classification.fallback", rule.fallback, edition.columns)
    yield from unknown("classification.toml", "classification.fallback", rule.fallback.values(), leaves)
    yield from unknown("classification.toml", "classification.fallback", edition.columns, rule.fallback)
    yield from unknown("classification.toml", "classification.clues", rule.clues, leaves)
    for code, clues in rule.clues.items():
        for clue in (*clues.zh, *clues.en):
            if any(not word.strip() for part in clue.split("+") for word in part.split("|")):
                sentence = f"{clue!r} has an empty word, which every text contains: remove it"
                yield Problem("classification.toml", f"classification.clues.{code}", sentence)


def _lifecycle(edition: Edition) -> Iterator[Problem]:
    for code, move in edition.moves.items():
        yield from unknown("lifecycle.toml", f"moves.{code}.from", move.from_, edition.states)
        yield from unknown("lifecycle.toml", f"moves.{code}.to", [move.to], [*edition.states, "back"])


def _clocks(edition: Edition) -> Iterator[Problem]:
    yield from unknown("clocks.toml", "clocks", CLOCK_KINDS, edition.clocks)
    for code, rule in edition.clocks.items():
        for name in SELECTORS:
            events = [selector.split(" ")[0] for selector in getattr(rule, name)]
            yield from unknown("clocks.toml", f"clocks.{code}.{name}", events, edition.events)
        if rule.pauses != bool(rule.pauses_on and rule.resumes_on):
            sentence = "must agree with pauses_on and resumes_on: both for true, neither for false"
            yield Problem("clocks.toml", f"clocks.{code}.pauses", sentence)
        if not 0 < rule.share < 1:
            sentence = f"is {rule.warn_at_share!r}: a warning comes ahead, so it must be less than 1"
            yield Problem("clocks.toml", f"clocks.{code}.warn_at_share", sentence)
    statutory = edition.clocks.get("statutory")
    if statutory and statutory.pauses:
        sentence = "must be false: the statutory clock never pauses (L1)"
        yield Problem("clocks.toml", "clocks.statutory.pauses", sentence)


def _roles(edition: Edition) -> Iterator[Problem]:
    yield from unknown("roles.toml", "rights", list(Right), edition.rights)
    yield from unknown("roles.toml", "rights", edition.rights, list(Right))
    for code, role in edition.roles.items():
        yield from unknown("roles.toml", f"roles.{code}.rights", role.rights, edition.rights)


def _ladder(edition: Edition) -> Iterator[Problem]:
    for code, step in edition.ladder.items():
        yield from unknown("ladder.toml", f"ladder.{code}.to", step.to, edition.recipients)


def _hours(edition: Edition) -> Iterator[Problem]:
    try:
        Hours.parse(edition.worktime.hours)
    except ValueError as error:
        yield Problem("working_time.toml", "worktime.hours", str(error))


CHECKS = (
    _categories,
    _urgency_and_deadlines,
    _priority,
    _routing,
    _classification,
    _lifecycle,
    _clocks,
    _roles,
    _ladder,
    _hours,
    *MONEY_CHECKS,
    *BATCH_CHECKS,
    *SELFCHECK_CHECKS,
)
