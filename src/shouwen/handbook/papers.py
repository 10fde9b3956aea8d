"""Which papers prove a refund 退费依据 (C4.8.7, C2.7): needed before money goes out, the form in any case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

from shouwen.handbook.facts import CategoryCode, Facts, Of

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition
    from shouwen.handbook.schema_money import PaperRule


class PaperFacts(Facts):
    """What is to be done about the money, and why. `own_finding`: the company found it, nobody complained."""

    kind: Annotated[str, Of("refund_kinds")]
    cause: Annotated[str, Of("dispute_causes")] = ""
    category: CategoryCode = ""
    own_finding: bool = False


def papers_needed(facts: PaperFacts, edition: Edition) -> tuple[PaperRule, ...]:
    """The rules that apply, each with its paper and its clause, in the order of the edition."""
    return tuple(rule for rule in edition.disputes.papers.values() if _applies(rule, facts, edition))


def papers_missing(facts: PaperFacts, have: Iterable[str], edition: Edition) -> tuple[PaperRule, ...]:
    """The rules whose paper isn't there yet."""
    there = set(have)
    return tuple(rule for rule in papers_needed(facts, edition) if rule.paper not in there)


def _applies(rule: PaperRule, facts: PaperFacts, edition: Edition) -> bool:
    pays = edition.refund_kinds[facts.kind].pays
    return (
        (rule.always or pays)
        and (rule.own_finding is None or rule.own_finding == facts.own_finding)
        and (not rule.kinds or facts.kind in rule.kinds)
        and (not rule.causes or below(facts.cause, rule.causes))
        and (not rule.categories or below(facts.category, rule.categories))
    )


def below(code: str, above: Iterable[str]) -> bool:
    """Whether the dotted code is one of these, or stands below one."""
    return any(code == each or code.startswith(f"{each}.") for each in above)
