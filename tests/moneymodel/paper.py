"""The desk on paper: disputes as C4.8 wants them. Nothing here knows a database, an event or an edition."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from tests.model.numbers import PERIODS
from tests.model.worktime import SHANGHAI, Days, moment_after
from tests.moneymodel.people import LEVELS, PEOPLE, SIGNERS, UNDER, UP_TO, at_least
from tests.moneymodel.sheet import Asked, Money, Sheet

WINDOW_DAYS = 30
DAY_MINUTES = sum(closes - opens for opens, closes in PERIODS)


@dataclass
class Away:
    """Somebody's leave, with the deputy who signs meanwhile. `over` when the deputy was told so."""

    who: str
    deputy: str
    begins: datetime
    ends: datetime
    over: bool = False

    def holds(self, at: datetime) -> bool:
        return self.begins <= at < self.ends


@dataclass
class Paper:
    """All the sheets, who is away, and which late fees were waived."""

    days: Days
    sheets: list[Sheet] = field(default_factory=list)
    leaves: list[Away] = field(default_factory=list)
    waived: dict[tuple[str, str], Decimal] = field(default_factory=dict)

    def verify_by(self, at: datetime) -> datetime:
        """Seven working days after (C4.8.2)."""
        end = moment_after(7 * DAY_MINUTES, self.days.working(at), at)
        assert end is not None
        return end

    def away(self, who: str, at: datetime) -> Away | None:
        """The leave on which somebody is at that moment."""
        return next((one for one in self.leaves if one.who == who and one.holds(at)), None)

    def sees(self, who: str, sheet: Sheet) -> bool:
        """One's own part of the tree, what one answers for, and where one is named to stand in."""
        if sheet.unit in UNDER[PEOPLE[who].place] or sheet.clerk == who:
            return True
        named = [one.who for one in self.leaves if one.deputy == who and not one.over]
        return any(sheet.unit in UNDER[PEOPLE[other].place] for other in named)

    def counted(self, sheet: Sheet, amount: Decimal, at: datetime) -> Decimal:
        """What counts with this amount (C4.8.3): all of this dispute, and of the others of customer and cause
        what was applied for, granted or paid within the last thirty days, the first of them included."""
        others = [one for one in self.sheets if one is not sheet and one.customer == sheet.customer]
        return sum((amount for other in others for amount in _counts(other, sheet.cause, at)), amount + sheet.paid)

    def may_sign(self, sheet: Sheet, asked: Asked, at: datetime) -> set[str]:
        """Who may sign the next step: of its level or, where nobody of it is left, of the next above with somebody."""
        for level in LEVELS[LEVELS.index(asked.level) :]:
            barred = {asked.by, *asked.signed}
            found = {who for who, named in self._of(level, sheet, at) if not barred & {who, named}}
            if found:
                return found
        return set()

    def _of(self, level: str, sheet: Sheet, at: datetime) -> Iterator[tuple[str, str]]:
        """Who may sign for a level, and in whose name."""
        for who in SIGNERS:
            person = PEOPLE[who]
            if person.level != level or sheet.unit not in UNDER[person.place]:
                continue
            leave = self.away(who, at)
            if leave is None:
                yield who, who
            elif at_least(PEOPLE[leave.deputy].level, level) and self.away(leave.deputy, at) is None:
                yield leave.deputy, who


def chain_for(counted: Decimal) -> list[str]:
    """The levels that must sign; none where the front line decides by itself."""
    highest = next(place for place, limit in enumerate(UP_TO) if limit is None or counted <= Decimal(limit))
    return list(LEVELS[1 : highest + 1])


def within(when: datetime, at: datetime) -> bool:
    """Whether it lies in the thirty days before, by the calendar of Shanghai."""
    first = at.astimezone(SHANGHAI).date() - timedelta(days=WINDOW_DAYS)
    return when.astimezone(SHANGHAI).date() >= first


def _counts(other: Sheet, cause: str, at: datetime) -> Iterator[Decimal]:
    asked = other.waiting
    if asked and asked.purpose == "refund" and other.cause == cause and within(asked.at, at):
        yield asked.amount
    for money in other.money:
        if money.cause == cause and money.reverses is None and money.state != "cancelled" and _recent(money, at):
            yield sum(other.left(money, with_asked=False), Decimal("0.00"))


def _recent(money: Money, at: datetime) -> bool:
    return within(money.at, at) or bool(money.done_at and within(money.done_at, at))
