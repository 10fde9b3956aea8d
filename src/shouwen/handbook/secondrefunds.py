"""Money that went back twice 重复退费, and what a partner's report says otherwise (C4.8.7, monthly)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from shouwen.handbook.decision import Reason
from shouwen.handbook.money import ZERO, spell

if TYPE_CHECKING:
    from shouwen.handbook.edition import Edition


@dataclass(frozen=True, kw_only=True)
class Traced:
    """A refund to one customer by what can show that it is another one once more, whichever way it went.

    `bills` are references to bills, `charges` the lines of bills as (month, amount). `net` is what was not reversed.
    One that another channel reported is `reported`: the other one is always told, since only that is ours.
    """

    key: str
    about: str
    origin: str
    at: datetime
    principal: Decimal
    net: Decimal
    bills: frozenset[str] = field(default_factory=frozenset)
    charges: frozenset[tuple[str, Decimal]] = field(default_factory=frozenset)
    reported: bool = False


def second_of(mine: Traced, others: Iterable[Traced], edition: Edition) -> Iterator[Reason]:
    """Why this refund looks like another one of the same customer once more; the later of the two is told.

    The same bill, the same line of a bill, or, through another channel, the same amount within the days of the policy.
    """
    if mine.net <= ZERO:
        return
    apart = timedelta(days=edition.selfchecks.second_refund_days)
    for other in others:
        later = not other.reported and (other.at, other.key) >= (mine.at, mine.key)
        if other.net <= ZERO or other.about == mine.about or later:
            continue
        if mine.bills & other.bills:
            yield _reason("same-bill", other)
        elif mine.charges & other.charges and not (mine.bills and other.bills):
            yield _reason("same-charge", other)
        elif other.origin != mine.origin and other.principal == mine.principal and abs(mine.at - other.at) <= apart:
            yield _reason("same-amount", other)


@dataclass(frozen=True)
class OfPartner:
    """What was refunded to one customer because of partners: the sum, gifts included, and the partners' names."""

    amount: Decimal = ZERO
    providers: frozenset[str] = frozenset()


def unlike_report(ours: Mapping[str, OfPartner], theirs: Mapping[str, OfPartner]) -> Iterator[tuple[str, Reason]]:
    """By customer, where the partners' report and our refunds differ: on either side only, in the sum, in the name."""
    for who in sorted(ours.keys() | theirs.keys()):
        here, there = ours.get(who, OfPartner()), theirs.get(who, OfPartner())
        told = {"ours": here.amount, "theirs": there.amount}
        if who not in theirs:
            yield who, _told("sp-only-here", **told)
        elif who not in ours:
            yield who, _told("sp-only-there", **told)
        elif here.amount != there.amount:
            yield who, _told("sp-other-amount", **told)
        elif here.providers and there.providers and not here.providers & there.providers:
            yield who, _told("sp-other-provider", **told)


def _reason(code: str, other: Traced) -> Reason:
    return _told(code, about=other.about, at=other.at, amount=other.principal, origin=other.origin)


def _told(code: str, **facts: Any) -> Reason:
    told = {name: spell(value) if isinstance(value, Decimal) else value for name, value in facts.items()}
    return Reason("C4.8.7", f"check-{code}", told)
