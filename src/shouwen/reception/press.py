"""What printing means for any paper: registered in the ledger before it goes to paper, and found again from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done, together
from shouwen.ledger.models import Chain, Event
from shouwen.people.models import Staff
from shouwen.reception.checkcode import check_code
from shouwen.reception.models import Printed
from shouwen.tickets.verbs import reveal

CHANGES_MOST = 50


@dataclass(frozen=True)
class Disclosed:
    """Whose paper shows the customer in full: a ticket, for a reason of M4, by the proof that was seen."""

    ticket: int | None
    reason: str = ""
    proof: str = ""


@dataclass(frozen=True)
class Press:
    """The papers of one room. `name` tells its codes from others', `event` is what the ledger says of a print;
    `untouched` are the events that change nothing that a paper says.
    """

    name: str
    event: str
    untouched: tuple[str, ...]

    def code(self, said: Mapping[str, Any]) -> str:
        """The check code that belongs to exactly this content."""
        return check_code(said, key=f"shouwen.{self.name}:{settings.SECRET_KEY}".encode())

    def register(
        self,
        row: Printed,
        said: Mapping[str, Any],
        write: Callable[[str], Done | Refused],
        *,
        actor: Staff,
        at: datetime,
        length: int,
        disclosed: Disclosed,
    ) -> Done | Refused:
        """Register one print of a paper that says this, of a thing with so many events; `row` keeps it.

        `write` is the verb that tells the ledger of a print with this code. Answers Done with the row as its subject.
        """
        content = {**said, "length": length, "printed_at": at.isoformat(), "printed_by": actor.code}
        row.said, row.code, row.length, row.by, row.at = content, self.code(content), length, actor, at
        row.in_full = bool(disclosed.reason)

        def look(before: Done | None) -> Done | Refused:
            return reveal(disclosed.ticket, actor=actor, at=at, reason=disclosed.reason, why="", proof=disclosed.proof)

        def keep(before: Done | None) -> Done | Refused:
            assert before is not None
            row.save(force_insert=True)
            return Done(row, before.event)

        return together(*((look,) if row.in_full else ()), lambda before: write(row.code), keep)

    def since(self, row: Printed, chain: Chain) -> list[Event]:
        """What came after the paper was printed, and matters to what it says."""
        events = Event.objects.filter(chain=chain, seq__gt=row.length).exclude(code__in=self.untouched)
        return list(events.exclude(code__startswith="clock.").order_by("seq")[:CHANGES_MOST])

    def genuine(self, row: Printed, chain: Chain) -> bool:
        """Whether the ledger knows of this print, and it still says what its code was made from."""
        known = Event.objects.filter(chain=chain, code=self.event, facts__check_code=row.code).exists()
        return known and self.code(row.said) == row.code
