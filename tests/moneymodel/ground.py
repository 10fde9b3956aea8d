"""What every rule stands on: real verbs and a billing system over HTTP, the same act on paper, both compared."""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from shouwen.calendars.reads import as_of, current
from shouwen.disputes.models import Dispute
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from tests.cast import Cast
from tests.model.worktime import Days
from tests.moneymodel.compare import compare_all
from tests.moneymodel.ending import prove_at_the_end
from tests.moneymodel.paper import Paper
from tests.moneymodel.people import PEOPLE
from tests.moneymodel.sheet import ENDED, Sheet
from tests.refunds.billing import over_http

# In Shanghai: an ordinary morning, the evening before a long holiday, and a week before Spring Festival.
BEGINNINGS = (
    datetime(2026, 3, 4, 1, 30, tzinfo=UTC),
    datetime(2026, 9, 30, 8, 50, tzinfo=UTC),
    datetime(2026, 2, 6, 2, 0, tzinfo=UTC),
)
PLACE = st.integers(min_value=0, max_value=9_999)
WHO = st.sampled_from(sorted(PEOPLE))
D = Decimal


class Ground(RuleBasedStateMachine):
    """One story. Everything it writes is undone when it ends; the ledger could not be emptied otherwise.

    `went` counts what went through in all stories: those that never get anywhere prove nothing.
    """

    went: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.leaving = ExitStack()
        self.undoing = self.leaving.enter_context(transaction.atomic())
        as_of.cache_clear()
        self.cast = Cast()
        calendar = current()
        self.paper = Paper(Days(dict(calendar.days), set(calendar.announced)))
        self.keys: list[int] = []
        self.changed: set[int] = set()
        self.pinned: int | None = None
        self.now = BEGINNINGS[0]
        self.system, self.billing = self.leaving.enter_context(over_http(lambda: self.now))  # type: ignore[arg-type]

    def teardown(self) -> None:
        """Every dispute still has a way to its end, and all books agree; then nothing ever happened."""
        try:
            prove_at_the_end(self)
        finally:
            transaction.set_rollback(True)
            self.leaving.close()
            as_of.cache_clear()

    @invariant()
    def both_agree(self) -> None:
        """The desk looks as it does on paper, and billing's books as well."""
        compare_all(self)
        self.changed.clear()

    @property
    def soon(self) -> datetime:
        """When the next act will be done."""
        return self.now + timedelta(minutes=1)

    def pick(self, place: int, fit: Callable[[Sheet], bool] = lambda sheet: sheet.state not in ENDED) -> int | None:
        """One of the disputes that fit, the latest first; now and then one that does not, which must be refused."""
        if self.pinned is not None:
            return self.pinned
        order = range(len(self.paper.sheets))[::-1]
        among = [at for at in order if fit(self.paper.sheets[at])] if place % 6 != 5 else []
        among = among or list(order)
        return among[place // 6 % len(among)] if among else None

    def worker_on(self, sheet: Sheet, place: int) -> str:
        """Mostly somebody who may work on the dispute; now and then anybody."""
        near = [sheet.clerk, "support_lead", "branch_lead", "hall_manager" if sheet.unit == "QD1" else "support_lead"]
        everybody = sorted(PEOPLE)
        return near[place % 4] if place % 7 != 6 else everybody[place // 7 % len(everybody)]

    def act(
        self,
        verb: Callable[..., Done | Refused],
        at: int,
        who: str,
        why_not: set[str],
        write: Callable[[], None],
        *,
        signs: bool = False,
        **said: Any,
    ) -> None:
        """Do it for real. It must be refused for a reason that the clauses give, or else go through and be written."""
        sheet = self.paper.sheets[at]
        self.now = self.soon
        if not self.paper.sees(who, sheet):
            why_not = {"not-found"}
        elif not (PEOPLE[who].level if signs else PEOPLE[who].disputes):
            why_not = {"not-allowed"}
        answer = verb(self.keys[at], actor=getattr(self.cast, who), at=self.now, **said)
        name = getattr(verb, "__name__", "?")
        if why_not:
            assert isinstance(answer, Refused), f"{name} by {who} went through, though the clauses say {why_not}"
            assert answer.code in why_not, f"{name} by {who}: refused as {answer.code}, the clauses say {why_not}"
            return
        assert isinstance(answer, Done), f"{name} by {who}: refused as {answer}, though the clauses allow it"
        write()
        self.changed.add(at)
        self.went[name] += 1

    def row(self, at: int) -> Dispute:
        """The row as it now is."""
        return Dispute.rows.get(pk=self.keys[at])


def cannot(move: str, sheet: Sheet, states: set[str]) -> set[str]:
    """The refusal when the state does not allow the move."""
    return set() if sheet.state in states else {"dispute-move-not-allowed"}
