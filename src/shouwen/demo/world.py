"""Making the demo world: sixty days told in order, with the clocks swept on the way."""

import heapq
import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

from django.db import transaction
from django.db.models import F

from shouwen.clocks.sweep import sweep
from shouwen.demo import batches, money, surge, today
from shouwen.demo.case import Case, World
from shouwen.demo.clientele import gather
from shouwen.demo.coming import Coming
from shouwen.demo.evenings import Evenings
from shouwen.demo.founding import NotAllowedError, found
from shouwen.demo.hours import arrivals, when_next
from shouwen.demo.stories import STORIES, Story, chasing
from shouwen.demo.wording import Words
from shouwen.ledger.seals import seal
from shouwen.notices.models import Message

LOG = logging.getLogger("shouwen.demo")
DAYS = 60
TICKETS = 2000
CUSTOMERS = 3000
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Scene = tuple[datetime, Case, Story]


def make(
    *, seed: int, now: datetime, tickets: int = TICKETS, progress: Callable[[float], None] = lambda _: None
) -> list[str]:
    """Make the demo world, which ends at `now` (UTC). The same seed and time make the same world.

    Answers what verbs refused: nothing, for the people of the demo world know the rules. Where one did not on such a
    day, that story ends there, the log says so, and the others go on.
    """
    rng = Random(seed)
    begins = (now - timedelta(days=DAYS)).replace(minute=0, second=0, microsecond=0)
    with transaction.atomic():
        house = found(begins - timedelta(days=1))
        clients = gather(house, rng, begins - timedelta(hours=20), CUSTOMERS)
    world = World(house, Words(rng), rng, begins)
    stage = Stage(Coming(world, clients), until=now)
    special = [
        *today.last_day(stage.coming, now),
        *surge.failing(stage.coming, now - timedelta(hours=3, minutes=40)),
        *surge.busy_hours(stage.coming, now - timedelta(days=17, hours=5)),
        *surge.busy_hours(stage.coming, now - timedelta(days=38, hours=2)),
    ]
    stage.expect(special)
    # On top of the tickets asked for.
    stage.expect(money.scenes(stage.coming, since=begins, now=now, share=min(1.0, tickets / TICKETS)))
    stage.expect(batches.scenes(stage.coming, now))
    ordinary = max(0, tickets - len(special))
    for moment in arrivals(rng, since=begins, until=now, count=ordinary):
        stage.arrive(moment)
    stage.play(begins, progress)
    _read_what_is_old(now)
    while seal(now):
        pass
    return stage.refused


class Stage:
    """Who is to act next, and the hours that pass."""

    def __init__(self, coming: Coming, *, until: datetime) -> None:
        self.coming, self.world, self.until = coming, coming.world, until
        self._next: list[tuple[datetime, int, Case, Story]] = []
        self._number = count()
        self._untold = list(STORIES)
        self._bill = money.biller(coming)
        self._evenings = Evenings(coming.world.house, until)
        self.refused: list[str] = []

    def expect(self, scenes: Iterable[Scene]) -> None:
        """Put scenes on the stage; what lies after the end is left out."""
        for moment, case, story in scenes:
            if moment < self.until:
                heapq.heappush(self._next, (moment, next(self._number), case, story))

    def arrive(self, moment: datetime) -> None:
        """A customer comes, and how it goes is drawn; every story is told once before any is told again."""
        rng = self.world.rng
        case = self.coming.case(moment)
        tell = self._untold.pop() if self._untold else rng.choices(list(STORIES), list(STORIES.values()))[0]
        self.expect([(moment, case, tell(case))])
        if rng.random() < 0.09:
            self.expect([(moment + HOUR, case, chasing(case))])

    def play(self, begins: datetime, progress: Callable[[float], None]) -> None:
        """Let the days pass, one transaction each: a disk that syncs slowly would make hours of so many hours.

        The clocks are swept every three hours, and every hour of the last two days, which people look at.
        """
        day, whole = begins, self.until - begins
        while day < self.until:
            moment, day = day, min(day + DAY, self.until)
            step = HOUR if self.until - day < 2 * DAY else 3 * HOUR
            with transaction.atomic():
                while moment < day:
                    moment = min(moment + step, day)
                    while self._next and self._next[0][0] < moment:
                        self._step()
                    self._bill(moment)
                    self._evenings.come(moment)
                    sweep(moment)
            progress(1 - (self.until - day) / whole)

    def _step(self) -> None:
        self.world.at, _, case, story = heapq.heappop(self._next)
        try:
            person, delay = next(story)
        except StopIteration:
            self._perhaps_again(case, story)
            return
        except NotAllowedError as error:
            self.refused.append(str(error.answer))
            LOG.warning("a story of the demo world ended early", exc_info=True, extra={"refusal": error.answer.code})
            return
        when = when_next(person, self.world.at + delay, self.world.rng)
        self.expect([(when.astimezone(UTC), case, story)])

    def _perhaps_again(self, case: Case, story: Story) -> None:
        """Some come back with the same matter within three months; whether it is the same, a clerk judges."""
        rng = self.world.rng
        if case.ticket is None or case.ticket.state != "archived" or rng.random() > 0.05:
            return
        moment = self.world.at + timedelta(days=rng.uniform(2, 24))
        judged = rng.choice((True, True, None, False))
        again = self.coming.case(moment, case.client)
        again.category = case.category
        again.more = {**case.more, "repeat_confirmed": judged}
        again.more.pop("text", None)
        tell = rng.choices(list(STORIES), list(STORIES.values()))[0]
        self.expect([(moment, again, tell(again))])


def _read_what_is_old(now: datetime) -> None:
    """Messages older than a day were mostly read, some hours after they came."""
    old = Message.objects.filter(at__lt=now - timedelta(days=1))
    old.exclude(pk__in=old.order_by("-at").values_list("pk", flat=True)[:40:4]).update(
        read_at=F("at") + timedelta(hours=3)
    )
