"""What every rule stands on: real verbs on the real database, the same act on paper, and both compared after it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from shouwen.calendars.reads import as_of, current
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from shouwen.tickets.models import Ticket
from tests.cast import Cast
from tests.model.compare import compare_desk, compare_replay, prove_at_the_end
from tests.model.numbers import CLOSED
from tests.model.paper import Paper
from tests.model.people import PEOPLE
from tests.model.sheet import Sheet
from tests.model.worktime import Days

# In Shanghai: an ordinary morning, the evening before a long holiday, the last days of a year whose next one is not
# announced yet, and noon of a Friday.
BEGINNINGS = (
    datetime(2026, 3, 4, 1, 30, tzinfo=UTC),
    datetime(2026, 9, 30, 8, 50, tzinfo=UTC),
    datetime(2026, 12, 30, 2, 0, tzinfo=UTC),
    datetime(2026, 5, 8, 3, 55, tzinfo=UTC),
)
Found = tuple[Sheet, int]
PLACE = st.integers(min_value=0, max_value=9_999)
WHO = st.sampled_from(sorted(PEOPLE))


class Ground(RuleBasedStateMachine):
    """One story. Everything it writes is undone when it ends; the ledger could not be emptied otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self.undoing = transaction.atomic()
        self.undoing.__enter__()
        as_of.cache_clear()
        self.cast = Cast()
        calendar = current()
        self.paper = Paper(Days(dict(calendar.days), set(calendar.announced)))
        self.keys: list[int] = []
        self.changed: set[int] = set()
        self.now = self.then = BEGINNINGS[0]

    def teardown(self) -> None:
        """Every ticket still has a way to its end; then nothing ever happened."""
        try:
            prove_at_the_end(self)
        finally:
            transaction.set_rollback(True)
            self.undoing.__exit__(None, None, None)
            as_of.cache_clear()

    @invariant()
    def both_agree(self) -> None:
        """The desk looks as it does on paper, and the clocks as their events alone make them."""
        compare_desk(self)
        compare_replay(self.keys[place] for place in sorted(self.changed))
        self.changed.clear()

    def pick(self, place: int, fit: Callable[[Sheet], bool] = lambda sheet: sheet.state not in CLOSED) -> Found | None:
        """One of the tickets that fit, the latest first; now and then one that does not, which must be refused."""
        sheets = list(enumerate(self.paper.sheets))[::-1]
        among = [(sheet, at) for at, sheet in sheets if fit(sheet)] if place % 6 != 5 else []
        among = among or [(sheet, at) for at, sheet in sheets]
        return among[place // 6 % len(among)] if among else None

    def somebody(self, sheet: Sheet, place: int) -> str:
        """Mostly somebody who has to do with the ticket; now and then anybody."""
        near = [who for who in (sheet.owner, sheet.holder, "province_desk") if who]
        everybody = sorted(PEOPLE)
        return near[place % len(near)] if place % 6 != 5 else everybody[place // 6 % len(everybody)]

    def act(
        self,
        verb: Callable[..., Done | Refused],
        at: int,
        who: str,
        why_not: set[str],
        write: Callable[[], None],
        **said: Any,
    ) -> None:
        """Do it for real. It must be refused for a reason that the clauses give, or else go through and be written."""
        sheet = self.paper.sheets[at]
        if not sheet.sees(who):
            why_not = {"not-found"}
        answer = verb(self.keys[at], actor=getattr(self.cast, who), at=self.now, **said)
        name = getattr(verb, "__name__", "?")
        if why_not:
            assert isinstance(answer, Refused), f"{name} by {who} went through, though the clauses say {why_not}"
            assert answer.code in why_not, f"{name} by {who}: refused as {answer.code}, the clauses say {why_not}"
            return
        assert isinstance(answer, Done), f"{name} by {who}: refused as {answer}, though the clauses allow it"
        # The machine's clock may have jumped back; a ticket's own time never does.
        self.then = answer.event.at
        assert self.then >= self.now
        write()
        self.changed.add(at)

    def ticket(self, at: int) -> Ticket:
        """The row as it now is."""
        return Ticket.rows.get(pk=self.keys[at])

    def pass_time(self, span: timedelta) -> None:
        """Nothing happens for a while."""
        self.now += span
