"""Days pass, people go on leave and come back (C4.8.3)."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from shouwen.clocks.sweep import sweep
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from shouwen.people.leaves import end_past
from shouwen.people.models import Leave
from shouwen.people.verbs import end_leave, name_deputy
from tests.cast import Cast
from tests.moneymodel.ground import PLACE, Ground
from tests.moneymodel.paper import Away
from tests.moneymodel.people import PEOPLE, SIGNERS, at_least

SPANS = (
    *(timedelta(hours=some) for some in (1, 5, 16, 24)),
    *(timedelta(days=some) for some in (2, 6, 11, 14, 29, 30, 31)),
)


class Passing(Ground):
    """Rules of time."""

    @rule(span=st.sampled_from(SPANS), sweeps=st.booleans())
    def time_passes(self, span: timedelta, sweeps: bool) -> None:
        """Over weekends and holidays; the worker says what is due and ends leaves that are over, or stays away."""
        self.now += span
        if sweeps:
            sweep(self.now)
            end_past(self.now)
            for one in self.paper.leaves:
                one.over = one.over or one.ends <= self.now
            self._look_again()

    @rule(
        who=st.sampled_from(SIGNERS),
        deputy=st.sampled_from(SIGNERS),
        in_hours=st.sampled_from((0, 0, 12)),
        days=st.sampled_from((1, 3, 20)),
    )
    def somebody_goes_on_leave(self, who: str, deputy: str, in_hours: int, days: int) -> None:
        """With a deputy of at least the same level."""
        self.now = self.soon
        begins = self.now + timedelta(hours=in_hours)
        ends = begins + timedelta(days=days)
        why_not = {"deputy-self"} if who == deputy else set()
        why_not |= set() if at_least(PEOPLE[deputy].level, PEOPLE[who].level) else {"deputy-too-low"}
        open_ones = [one for one in self.paper.leaves if one.who == who and not one.over]
        why_not |= {"leave-overlaps"} if any(one.begins < ends and begins < one.ends for one in open_ones) else set()
        person = getattr(self.cast, who)
        told = {"deputy": getattr(self.cast, deputy), "begins_at": begins, "ends_at": ends}
        answer = name_deputy(person.pk, actor=person, at=self.now, **told)
        if why_not:
            assert isinstance(answer, Refused) and answer.code in why_not, (answer, why_not)
            return
        assert isinstance(answer, Done), answer
        self.paper.leaves.append(Away(who, deputy, begins, ends))
        self._look_again()

    @rule(place=PLACE)
    def somebody_is_back(self, place: int) -> None:
        """Before the time, or without having gone."""
        going = [one for one in self.paper.leaves if not one.over]
        if not going:
            return
        self.now = self.soon
        away = going[place % len(going)]
        person = getattr(self.cast, away.who)
        row = Leave.objects.get(staff=person, begins_at=away.begins, ended_at=None)
        assert isinstance(end_leave(person.pk, actor=person, at=self.now, leave=row.pk), Done)
        away.ends, away.over = max(self.now, away.begins), True
        self._look_again()

    def _look_again(self) -> None:
        """People as the next request reads them."""
        self.cast = Cast()
