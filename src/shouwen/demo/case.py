"""One complaint of the demo world on its way: who has it, what is said, and each step through its verb."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from shouwen.demo.clientele import Client
from shouwen.demo.founding import House, made
from shouwen.demo.wording import Words, family
from shouwen.handbook.decision import Refused
from shouwen.people.models import Staff
from shouwen.tickets import verbs
from shouwen.tickets.models import Ticket
from shouwen.tickets.situation import Opening

WAYS = ("phone", "phone", "phone", "phone", "sms", "in_person", "app_message")
SATISFACTION = {
    "satisfied": 45,
    "very_satisfied": 12,
    "accepted": 22,
    "dissatisfied": 8,
    "very_dissatisfied": 3,
    "not_stated": 7,
    "not_reached": 3,
}
ROOT_CAUSES = {
    "not_solved": 34,
    "too_slow": 22,
    "without_consent": 14,
    "promise_not_kept": 13,
    "cold_or_passed_on": 8,
    "not_listened_to": 6,
    "honesty_doubted": 3,
}


@dataclass
class World:
    """What all cases share: the house, the sentences, chance, and what time it is in the story."""

    house: House
    words: Words
    rng: Random
    at: datetime

    def weighted(self, table: dict[str, int]) -> str:
        """One key of the table, by weight."""
        return self.rng.choices(list(table), list(table.values()))[0]


@dataclass
class Case:
    """A complaint: whose, first asked of whom, about what; `drag` stretches its waits."""

    world: World
    client: Client
    owner: Staff
    category: str
    source: str
    drag: float = 1.0
    more: dict[str, Any] = field(default_factory=dict)
    ticket: Any = None

    @property
    def is_open(self) -> bool:
        return self.ticket is not None and self.ticket.is_open

    @property
    def words(self) -> Words:
        return self.world.words

    @property
    def family(self) -> str:
        return family(self.category)

    @property
    def group_members(self) -> list[Staff]:
        """Who can take it from the group it belongs to."""
        return self.world.house.members.get(self.ticket.group.code, [])

    def do(self, verb: Any, actor: Staff, **said: Any) -> Ticket:
        """Take one step now. The people of this world know the rules: a refusal is a mistake in the story."""
        self.ticket = made(verb(self.ticket.pk, actor=actor, at=self.world.at, **said))
        return self.ticket

    def open(self, *, late: timedelta = timedelta()) -> bool:
        """Hand it in; False when the customer turns out to have the same matter open already."""
        told: dict[str, Any] = {"evidence": self.words.evidence(), **self.more}
        told.setdefault("text", self.words.complaint(self.category, self.client.city))
        opening = Opening(
            number=self.client.number,
            category=self.category,
            source=self.source,
            contacted_at=self.world.at - late,
            **told,
        )
        answer = verbs.open_ticket(actor=self.owner, at=self.world.at, opening=opening, owner=self.owner)
        if isinstance(answer, Refused) and answer.code == "open-complaint":
            return False
        self.ticket = made(answer)
        return True

    def contact(self, by: Staff, *, promise_hours: float = 0, reached: bool = True) -> None:
        """Words with the customer, a few minutes ago."""
        city, rng = self.client.city, self.world.rng
        said = {"said": self.words.one("said", "missed"), "way": "phone", "reached": False}
        if reached:
            mood = "cross" if rng.random() < 0.3 else "calm"
            tongue = "english" if self.ticket.text.isascii() else self.family
            said = {
                "said": self.words.one("said", tongue, city=city),
                "answered": self.words.one("heard", mood),
                "way": rng.choice(WAYS),
            }
        if promise_hours:
            until = (self.world.at + timedelta(hours=promise_hours)).replace(second=0, microsecond=0)
            said |= {"promised": self.words.one("promises", "texts"), "promised_until": until}
        earliest = self.ticket.contacted_at
        talked = max(earliest, self.world.at - timedelta(minutes=rng.uniform(1, 14)))
        self.do(verbs.contact, by, contacted_at=talked, **said)

    def pass_on(self) -> None:
        """Transfer it to the group that the route named, saying what was tried."""
        self.do(
            verbs.transfer,
            self.owner,
            to=self.ticket.group,
            tried=self.words.one("tried", self.family, city=self.client.city),
        )

    def answer(self, by: Staff) -> None:
        """The closing reply."""
        city, tongue = self.client.city, self.family
        self.do(
            verbs.answer,
            by,
            course=self.words.one("course", tongue, city=city),
            answer=self.words.one("reply", tongue, city=city),
            satisfaction=self.world.weighted(SATISFACTION),
        )

    def archive(self) -> None:
        """Put it away, with its root cause."""
        self.do(verbs.archive, self.owner, root_cause=self.world.weighted(ROOT_CAUSES))

    def wait(self, person: Staff, low: float, high: float) -> Any:
        """When that person gets round to it: after so many minutes of their pace, when they are at work."""
        from_vip = 0.45 if self.client.vip else 1.0
        pace = self.world.house.pace[person.code] * self.drag * from_vip
        minutes = self.world.rng.triangular(low, high, low + (high - low) / 4) * pace
        return person, timedelta(minutes=minutes)
