"""Handing a complaint in: opened and passed on, or answered and archived, all at once or not at all (C4.5).

The page and the API both come this way, so that a way of handing in means the same wherever it was chosen.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.cases.uploads import Received
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done, together
from shouwen.people.models import SkillGroup, Staff
from shouwen.tickets import verbs
from shouwen.tickets.models import Ticket
from shouwen.tickets.situation import Opening

Step = Callable[[Done | None], Done | Refused]


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """The call, and what its way asks beside it: `opening.way` says which of the others count.

    `to` is the group of a transfer, none means the one of the route; `party` is whom a dispatch goes to.
    """

    opening: Opening
    to: SkillGroup | None = None
    tried: str = ""
    party: str = ""
    why: str = ""
    province: bool = False
    course: str = ""
    answer: str = ""
    satisfaction: str = ""
    answered_at: datetime | None = None
    root_cause: str = ""
    files: tuple[Received, ...] = ()


def hand_in(given: HandedIn, *, staff: Staff, at: datetime) -> Done | Refused:
    """The opened ticket after everything that its way asks for, or why nothing was done."""
    following = after_opening(given, staff=staff, at=at)
    if not following:
        return opened(given, staff=staff, at=at)
    return together(lambda _: opened(given, staff=staff, at=at), *following)


def opened(given: HandedIn, *, staff: Staff, at: datetime) -> Done | Refused:
    """The first step: the ticket, first asked of who hands it in (C3.1)."""
    return verbs.open_ticket(actor=staff, at=at, opening=given.opening, owner=staff)


def after_opening(given: HandedIn, *, staff: Staff, at: datetime) -> list[Step]:
    """The steps that follow the opening: what the way does, and the files."""
    who: dict[str, Any] = {"actor": staff, "at": at}

    def transferred(ticket: Ticket) -> Done | Refused:
        return verbs.transfer(ticket.pk, **who, to=given.to or ticket.group, tried=given.tried)

    def dispatched(ticket: Ticket) -> Done | Refused:
        return verbs.dispatch(ticket.pk, **who, to=given.party, why=given.why, province=given.province)

    def answered(ticket: Ticket) -> Done | Refused:
        elements = {name: getattr(given, name) for name in ("course", "answer", "satisfaction", "answered_at")}
        return verbs.answer(ticket.pk, **who, **elements)

    def archived(ticket: Ticket) -> Done | Refused:
        return verbs.archive(ticket.pk, **who, root_cause=given.root_cause)

    ways: dict[str, Iterable[Callable[[Ticket], Done | Refused]]] = {
        "transfer": [transferred],
        "dispatch": [dispatched],
        "answer": [answered, archived],
    }
    work = [_on_ticket(one) for one in ways.get(given.opening.way, ())]
    return work + [_on_ticket(_kept(each, who)) for each in given.files]


def _kept(file: Received, who: dict[str, Any]) -> Callable[[Ticket], Done | Refused]:
    what = {"name": file.name, "kind": file.kind, "size": file.size, "sha256": file.sha256, "file": file.file}
    return lambda ticket: verbs.attach(ticket.pk, **who, **what)


def _on_ticket(work: Callable[[Ticket], Done | Refused]) -> Step:
    def step(before: Done | None) -> Done | Refused:
        assert before is not None
        return work(before.subject)

    return step
