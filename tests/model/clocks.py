"""A clock on paper: when it started, how long it may take, when it was stopped. The rest is reckoned when asked."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.model.numbers import AFTER_BREACH, MINUTE, PAUSING, WARN_SHARE, WORKING
from tests.model.worktime import Days, Stretch, minutes_until, moment_after, round_the_clock, without


@dataclass
class Holds:
    """When the ticket stood still for the customer's own reason (C3.2). The last may have no end yet."""

    ended: list[Stretch] = field(default_factory=list)
    since: datetime | None = None

    def end(self, at: datetime) -> None:
        """The ticket goes on."""
        assert self.since is not None
        self.ended.append((self.since, at))
        self.since = None

    def until(self, at: datetime) -> list[Stretch]:
        """Every hold, one that lasts counted up to `at`."""
        return [*self.ended, *([(self.since, max(at, self.since))] if self.since else [])]


@dataclass
class Run:
    """One run of one kind of clock."""

    kind: str
    start: datetime
    minutes: int
    holds: Holds
    days: Days
    number: int = 1
    until: datetime | None = None
    stop: datetime | None = None
    said: int = 0
    told: list[int] = field(default_factory=list)
    breached: bool = False
    before_stop: list[Stretch] = field(default_factory=list)

    @property
    def paused(self) -> bool:
        """It waits with the ticket on hold."""
        return self.stop is None and self.kind in PAUSING and self.holds.since is not None

    @property
    def running(self) -> bool:
        """It counts."""
        return self.stop is None and not self.paused

    def _after(self, minutes: int, holds: list[Stretch], before: datetime | None = None) -> datetime | None:
        free = self.days.working(self.start) if self.kind in WORKING else round_the_clock(self.start)
        return moment_after(minutes, without(free, holds if self.kind in PAUSING else []), self.start, before=before)

    @property
    def _heeded(self) -> list[Stretch]:
        """The holds that put the deadline off. One that ends when the clock has stopped moves nothing any more."""
        return self.holds.ended if self.stop is None else self.before_stop

    @property
    def due(self) -> datetime:
        """When its limit is used up; while it waits, as if it went on now."""
        if self.until:
            return self.until
        found = self._after(self.minutes, self._heeded)
        assert found is not None
        return found

    @property
    def provisional(self) -> bool:
        """Whether the days that it counts are not all known (WD)."""
        return self.kind in WORKING and self.days.unsure(self.start, self.due)

    def counted(self, at: datetime) -> int:
        """The minutes that counted until then."""
        free = self.days.working(self.start) if self.kind in WORKING else round_the_clock(self.start)
        holds = self.holds.until(at) if self.kind in PAUSING else []
        return minutes_until(min(at, self.stop or at), without(free, holds))

    def end(self, at: datetime) -> None:
        """Stop it; late when more than its limit had counted by then."""
        if self.stop is not None:
            return
        self.stop = max(at, self.start)
        self.before_stop = [hold for hold in self.holds.ended if hold[0] < self.stop]
        reached = self.until or self._after(self.minutes, self.holds.until(at), before=self.stop)
        self.breached = self.breached or (reached is not None and reached < self.stop)

    def rungs(self) -> list[datetime]:
        """When whom must be told: the warning, the breach, and the steps up (C3.1)."""
        share = self.minutes * WARN_SHARE[0] // WARN_SHARE[1]
        due = self.due
        warn = self.start + share * MINUTE if self.until else self._after(share, self._heeded) or due
        return [min(warn, due), *(due + later for later in AFTER_BREACH)]

    def sweep(self, at: datetime) -> None:
        """Say what is due; a warning that the breach overtook stays unsaid."""
        if not self.running:
            return
        by_now = sum(rung <= at for rung in self.rungs())
        due = range(self.said, by_now)
        self.told += [level for level in due if level or by_now < 2]
        self.said = max(self.said, by_now)
        self.breached = self.breached or self.said >= 2
