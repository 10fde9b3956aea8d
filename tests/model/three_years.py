"""Three years at the desk, made up from a seed: holidays, late announcements, a clock that jumps, a worker down."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from shouwen.clocks.sweep import sweep
from tests.model.arriving import DESKS, HITS, SOURCES
from tests.model.compare import compare_desk, compare_replay
from tests.model.numbers import CATEGORIES, CLOSED, GROUPS
from tests.model.test_desk_on_paper import Desk

BEGIN = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
END = datetime(2028, 12, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
# A round of the worker comes at most so late.
LAG = 5


class ThreeYears:
    """One seed's three years. `true` is the time outside; the machine's own clock may be hours off."""

    def __init__(self, seed: int, acts: int) -> None:
        self.dice = random.Random(seed)
        self.desk = Desk()
        self.acts = acts
        self.true = BEGIN
        self.off = timedelta(0)
        self.down_until = BEGIN
        self.to_announce = {year: self._day_of_announcement(year) for year in (2027, 2028)}

    def run(self) -> None:
        """From the first working day to the end, then every ticket to the archive."""
        try:
            pause = (END - BEGIN) // self.acts // MINUTE
            while self.true < END:
                # Whole minutes: working time drops the seconds.
                self._live_until(self.true + int(pause * self.dice.expovariate(1)) * MINUTE)
                self.dice.choices(*zip(*self._chances(), strict=True))[0]()
                self._compare()
            self.down_until = self.true
            self._worker_comes()
        finally:
            self.desk.teardown()

    def _chances(self) -> list[tuple[Callable[[], None], int]]:
        return [
            (self._somebody_comes, 20),
            (self._somebody_works, 70),
            (self._calendar_changes, 3),
            (self._machine_clock_jumps, 3),
            (self._worker_fails, 2),
        ]

    def _live_until(self, moment: datetime) -> None:
        """Time passes; while the worker is up it says what is due when it is due, at most some minutes late."""
        for year, when in list(self.to_announce.items()):
            if when <= moment:
                del self.to_announce[year]
                self._live_until(max(when, self.true))
                self.desk.announce(year, self._arrangement(year))
        while (due := self._next_rung()) and due - self.off < moment:
            lag = timedelta(minutes=self.dice.randint(0, LAG))
            self.true = max(self.true, due - self.off, self.down_until) + lag
            if self.true >= moment and self.down_until >= moment:
                break
            self._worker_comes()
        self.true = max(self.true, moment)
        self.desk.now = self.true + self.off

    def _worker_comes(self) -> None:
        """One round: what the calendar left over, and everything that is due. A second round finds nothing."""
        self.desk.now = self.true + self.off
        self.desk.reckon_anew()
        sweep(self.desk.now)
        self.desk.paper.sweep(self.desk.now)
        assert self._next_rung() is None or self._next_rung() > self.desk.now  # type: ignore[operator]
        assert sweep(self.desk.now) == 0

    def _next_rung(self) -> datetime | None:
        """When something must be said next, by the paper."""
        waiting = [
            run.rungs()[run.said]
            for sheet in self.desk.paper.sheets
            if sheet.state not in CLOSED
            for run in (runs[-1] for runs in sheet.runs.values())
            if run.running and run.said < 4
        ]
        return min(waiting, default=None)

    def _somebody_comes(self) -> None:
        said = {"category": self.dice.choice(sorted(CATEGORIES)), "hits": self.dice.choice(HITS), "confirmed": None}
        said |= {"source": self.dice.choice(SOURCES), "column": "complaint", "by": self.dice.choice(DESKS)}
        customer = self.dice.choice(("diamond", "prepaid", "ordinary", self.desk.cast.number(self.dice.randrange(500))))
        self.desk.take_in(customer=customer, late=timedelta(minutes=self.dice.choice((0, 10, 400))), **said)

    def _somebody_works(self) -> None:
        """Some act on some ticket; what the rules of the desk do not allow is refused there and here."""
        dice, desk = self.dice, self.desk
        where = {"place": dice.randrange(10_000), "who": dice.randrange(10_000)}
        lead = {"place": where["place"], "who": "support_lead"}
        promised = dice.choice((None, 90, 1_440, 9_000))
        talk = {"ago": dice.choice((0, 30, 900)), "reached": promised is not None or dice.random() < 0.8}
        acts: list[Callable[[], None]] = [
            lambda: desk.pass_on(**where, to=dice.choice(sorted(GROUPS.values()))),
            lambda: desk.send_out(**where, province=dice.random() < 0.3),
            lambda: desk.send_back(**where),
            lambda: desk.talk_to_the_customer(**where, **talk, promised=promised),
            lambda: desk.talk_to_the_customer(**where, **talk, promised=promised),
            lambda: desk.ask_for_a_hold(**where),
            lambda: desk.sign_the_hold(**lead, yes=True),
            lambda: desk.go_on(**where),
            lambda: desk.call_it_urgent(**where, kind=dice.choice(("major", ""))),
            lambda: desk.give_the_answer(**where),
            lambda: desk.put_away(**where),
        ]
        dice.choice(acts)()

    def _calendar_changes(self) -> None:
        """A day works or rests otherwise; the deadlines follow with the worker's next round."""
        self.desk.change_the_calendar(
            ahead=self.dice.randrange(7), works=self.dice.random() < 0.5, at_once=self.dice.random() < 0.5
        )

    def _machine_clock_jumps(self) -> None:
        """Hours forth or back, or right again."""
        self.off = self.dice.choice((timedelta(0), 3 * HOUR, -2 * HOUR, 26 * HOUR, -7 * HOUR))
        self.desk.now = self.true + self.off

    def _worker_fails(self) -> None:
        """For a week nothing is said."""
        self.down_until = self.true + self.dice.randint(5, 9) * DAY

    def _day_of_announcement(self, year: int) -> datetime:
        """In November before, as usual, or only when the year is under way."""
        return datetime(year - 1, 11, 5, 9, tzinfo=UTC) + self.dice.choice((0, 20, 40, 70, 100)) * DAY

    def _arrangement(self, year: int) -> dict[date, bool]:
        """Rests of three to eight days, each paid for by a Saturday or Sunday near it."""
        days: dict[date, bool] = {}
        for month, first in ((1, 1), (2, 10), (4, 4), (5, 1), (6, 14), (10, 1)):
            begin = date(year, month, first)
            for place in range(self.dice.randint(3, 8)):
                if (begin + place * DAY).weekday() < 5:
                    days[begin + place * DAY] = False
            weekend = begin + (12 - begin.weekday() + self.dice.randint(0, 1)) * DAY
            days[weekend] = True
        return days

    def _compare(self) -> None:
        compare_desk(self.desk)
        compare_replay(self.desk.keys[place] for place in sorted(self.desk.changed))
        self.desk.changed.clear()
