"""Who may decide on how much money 审批权限 (C4.8.3): the level by the counted sum, and the chain that leads to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from pydantic import AwareDatetime, Field

from shouwen.handbook.decision import Decision, Reason
from shouwen.handbook.facts import Facts
from shouwen.handbook.money import Yuan, spell, total
from shouwen.handbook.sentences import SHANGHAI

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition


class Earlier(Facts):
    """What was granted, applied for or paid for the same customer and cause before: about what, how much, when."""

    about: str
    amount: Yuan
    at: AwareDatetime


class AuthorityFacts(Facts):
    """What the level is decided from. The amount includes the gift; `at` is when it is applied for."""

    amount: Yuan
    at: AwareDatetime
    earlier: Annotated[tuple[Earlier, ...], Field(strict=False)] = ()


@dataclass(frozen=True)
class Authority:
    """Which level decides, who signs on the way to it, and what was counted.

    `own` says that no application is needed: the front line decides, and the chain is empty.
    """

    level: str
    chain: tuple[str, ...]
    own: bool
    counted: Decimal
    earlier: tuple[Earlier, ...]


def decide(facts: AuthorityFacts, edition: Edition) -> Decision[Authority]:
    """The level whose limit holds the sum of the window, and every level below it from the team leader on."""
    rule = edition.authority
    earlier = _within_window(facts, edition)
    counted = total([facts.amount, *(each.amount for each in earlier)])
    level = level_for(counted, edition)
    chain = _chain(level, edition)
    because = _because(facts, earlier, counted, level, edition)
    found = Authority(level=level, chain=chain, own=level == rule.own, counted=counted, earlier=earlier)
    return Decision(found, because, edition.name)


def level_for(amount: Decimal, edition: Edition) -> str:
    """The lowest level whose limit holds the amount; the limit itself is still within it."""
    levels = edition.authority.levels.values()
    return next(level.code for level in levels if level.up_to is None or amount <= level.up_to)


def levels_of(roles: Iterable[str], edition: Edition) -> tuple[str, ...]:
    """The levels that these roles hold, from the lowest up."""
    held = set(roles)
    return tuple(code for code, level in edition.authority.levels.items() if held & set(level.roles))


def at_least(level: str, other: str, edition: Edition) -> bool:
    """Whether the one level stands as high as the other, or higher."""
    order = list(edition.authority.levels)
    return order.index(level) >= order.index(other)


def _within_window(facts: AuthorityFacts, edition: Edition) -> tuple[Earlier, ...]:
    """What happened in the days before (Asia/Shanghai), the first of them included; oldest first."""
    begins = _day(facts.at) - timedelta(days=edition.authority.window_days)
    within = (each for each in facts.earlier if _day(each.at) >= begins)
    return tuple(sorted(within, key=lambda each: (each.at, each.about)))


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def _chain(level: str, edition: Edition) -> tuple[str, ...]:
    levels, own = edition.authority.levels, edition.authority.own
    return tuple(code for code in levels if code != own and at_least(level, code, edition))


def _because(
    facts: AuthorityFacts, earlier: tuple[Earlier, ...], counted: Decimal, level: str, edition: Edition
) -> tuple[Reason, ...]:
    rule = edition.authority
    because = []
    if earlier:
        because.append(
            Reason(
                rule.clause,
                "counted-together",
                {
                    "amount": spell(facts.amount),
                    "counted": spell(counted),
                    "days": rule.window_days,
                    "earlier": tuple(each.about for each in earlier),
                },
            )
        )
    limits = [each.up_to for each in rule.levels.values() if each.up_to is not None]
    limit = rule.levels[level].up_to
    told = {"counted": spell(counted), "level": level, "limit": spell(max(limits) if limit is None else limit)}
    because.append(Reason(rule.clause, "above-all-limits" if limit is None else "within-limit", told))
    if level == rule.own:
        because.append(Reason(rule.clause, "own-authority", {"level": level}))
    else:
        because.append(Reason(rule.clause, "level-by-level", {"levels": _chain(level, edition)}))
    return tuple(because)
