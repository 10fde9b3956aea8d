"""Many tickets for load tests: the words and people of the demo world, opened in bulk, up to a million and more."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from shouwen.demo.founding import found
from shouwen.demo.people import PEOPLE
from shouwen.demo.wording import Words, complaints, family
from shouwen.people.models import Staff
from shouwen.people.system import SETUP
from shouwen.tickets.bulk import CHUNK, Closing, Imported, Judging, open_chunk
from shouwen.tickets.situation import Opening

YEARS = 3
# How far they have come, in percent.
STATES = {"archived": 88, "answered": 3, "queued": 5, "working": 2, "open": 2}
SEGMENTS = {"QD": "14300", "WC": "14301", "YZ": "14300"}
GRADES = ("ordinary", "ordinary", "prepaid", "prepaid", "points", "silver", "gold", "ordinary", "ordinary", "diamond")
BRANDS = ("easyown", "mzone", "easyown", "gotone", "mzone", "gotone", "gotone", "easyown", "other_network", "gotone")


def fill(*, seed: int, now: datetime, tickets: int, progress: Callable[[int], None]) -> int:
    """Open so many tickets, spread over three years before `now` and over a quarter as many customers.

    Where nobody works yet the people of the demo world are put there first. Answers how many were made; `progress`
    is told after each chunk. Raises RuntimeError when the edition refuses one of them.
    """
    begins = now - timedelta(days=366 * YEARS)
    if not Staff.objects.exists():
        with transaction.atomic():
            found(begins)
    owners = _owners()
    crowd, made = Crowd(Random(seed), begins=begins, now=now, customers=max(1, tickets // 4)), 0
    judges = [Judging(owner, at=now) for owner in owners]
    while made < tickets:
        judging = judges[(made // CHUNK) % len(judges)]
        size = min(CHUNK, tickets - made)
        result = open_chunk(list(crowd.some(judging.owner, size)), judging=judging, actor=SETUP)
        if result.refused:
            raise RuntimeError(f"the crowd asked for what may not be: {result.refused[0]}")
        made += result.made
        progress(result.made)
    return made


def _owners() -> list[Staff]:
    """The front desks of the demo world, one after the other."""
    front = [person.code for person in PEOPLE if person.duties[0][0] in ("clerk", "hall_manager")]
    return list(Staff.objects.filter(code__in=front).select_related("unit__parent__parent").order_by("code"))


class Crowd:
    """Draws openings that are all different enough for a search to tell them apart."""

    def __init__(self, rng: Random, *, begins: datetime, now: datetime, customers: int) -> None:
        self.rng, self.begins, self.now, self.customers = rng, begins, now, customers
        self.words = Words(rng)
        self.states, self.weights = list(STATES), list(STATES.values())

    def some(self, owner: Staff, size: int) -> Iterator[Imported]:
        """So many tickets of one desk."""
        branch = owner.unit.path.split("/")[2]
        segment = SEGMENTS.get(branch, SEGMENTS["QD"])
        for state in self.rng.choices(self.states, self.weights, k=size):
            yield self._one(segment, state)

    def _one(self, segment: str, state: str) -> Imported:
        rng = self.rng
        who = rng.randrange(self.customers)
        category, text = rng.choice(complaints())
        city = "望潮" if segment == "14301" else "清渡"
        contacted = self._moment(state)
        opening = Opening(
            number=f"{segment}{who * 7919 % 1_000_000:06d}",
            category=category,
            source=rng.choice(("hall", "hotline", "hotline", "app", "website")),
            text=f"{self.words.fill(text, city)}（{rng.randrange(10**8):08d}）",
            contacted_at=contacted,
        )
        closing = None
        if state in ("answered", "archived"):
            tongue = family(category)
            closing = Closing(
                at=min(contacted + timedelta(hours=rng.triangular(0.1, 110, 12)), self.now),
                course=self.words.one("course", tongue, city=city),
                answer=self.words.one("reply", tongue, city=city),
                satisfaction=rng.choice(("satisfied", "satisfied", "accepted", "very_satisfied", "dissatisfied")),
            )
        kind = who % 10
        return Imported(
            opening=opening,
            customer={"name": f"客户{who:07d}", "grade": GRADES[kind], "brand": BRANDS[kind]},
            state=state,
            opened_at=contacted,
            closing=closing,
            root_cause="not_solved" if state == "archived" else "",
        )

    def _moment(self, state: str) -> datetime:
        """Closed ones lie anywhere in the three years, open ones in the last week."""
        since = self.begins if state == "archived" else self.now - timedelta(days=7)
        return since + (self.now - since) * self.rng.random()
