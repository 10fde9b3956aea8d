"""Time passes, the worker comes round or stays away, and the calendar changes under running clocks."""

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from shouwen.calendars.verbs import announce, change_days
from shouwen.clocks.recompute import recompute, waiting
from shouwen.clocks.sweep import sweep
from shouwen.people.system import CLOCKWORK
from tests.cast import done
from tests.model.ground import Ground
from tests.model.worktime import SHANGHAI, Days

SPANS = (
    *(timedelta(minutes=some) for some in (1, 7, 59, 60, 61, 210)),
    *(timedelta(hours=some) for some in (4, 9, 16, 23, 24, 48)),
    *(timedelta(days=some) for some in (3, 8, 15, 40, 91)),
)
# What the State Council might say of the next year: a long rest, paid for with Sundays.
ARRANGEMENTS = (
    {date(2027, 1, 1): False, date(2027, 1, 3): True},
    {date(2027, 1, 1): False, date(2027, 1, 4): False, date(2027, 1, 2): True},
)


class PassingTime(Ground):
    """Rules of time and of the calendar."""

    @rule(span=st.sampled_from(SPANS))
    def wait(self, span: timedelta) -> None:
        """Nothing happens, not even the worker."""
        self.pass_time(span)

    @rule(span=st.sampled_from(SPANS))
    def wait_and_sweep(self, span: timedelta) -> None:
        """The worker comes after a while and says everything that is due."""
        self.pass_time(span)
        sweep(self.now)
        self.paper.sweep(self.now)
        self.changed.update(range(len(self.keys)))

    def sweep_twice(self) -> None:
        """A second round at the same moment finds nothing."""
        sweep(self.now)
        self.paper.sweep(self.now)
        assert sweep(self.now) == 0

    @rule(ahead=st.integers(min_value=0, max_value=6), works=st.booleans(), at_once=st.booleans())
    def change_the_calendar(self, ahead: int, works: bool, at_once: bool) -> None:
        """A day works or rests otherwise than was known; the deadlines are reckoned anew, at once or later (WD)."""
        day = self.now.astimezone(SHANGHAI).date() + timedelta(days=ahead)
        done(change_days(actor=self.cast.admin, at=self.now, year=day.year, days={day: works}))
        self.paper.days = Days({**self.paper.days.days, day: works}, self.paper.days.announced)
        if at_once:
            self.reckon_anew()

    @rule(said=st.sampled_from(ARRANGEMENTS), at_once=st.booleans())
    def announce_next_year(self, said: dict[date, bool], at_once: bool) -> None:
        """The next year's arrangement, and then perhaps another one: provisional deadlines become firm (WD)."""
        self.announce(2027, said)
        if at_once:
            self.reckon_anew()

    @rule()
    def reckon_anew(self) -> None:
        """Every running deadline is counted on the newest calendar."""
        list(recompute(actor=CLOCKWORK, at=self.now))
        assert waiting() == 0
        self.paper.recompute()
        self.changed.update(range(len(self.keys)))

    def announce(self, year: int, said: dict[date, bool]) -> None:
        """A whole year's arrangement: what it does not name goes back to its weekday."""
        done(announce(actor=self.cast.admin, at=self.now, year=year, days=said))
        others = {day: works for day, works in self.paper.days.days.items() if day.year != year}
        self.paper.days = Days({**others, **said}, {*self.paper.days.announced, year})
