"""Printing a form of a dispute: registered in the ledger before it goes to paper, and found again from the paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from shouwen.disputes.models import Dispute, PrintedPaper
from shouwen.disputes.verbs import printed
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done, together
from shouwen.ledger.models import Event
from shouwen.people.models import Staff
from shouwen.reception.checkcode import check_code, read
from shouwen.tickets.verbs import reveal

# What changes nothing that a form says.
UNTOUCHED = ("dispute.printed", "dispute.noted", "dispute.paper_added")


@dataclass(frozen=True)
class Checked:
    """A paper that was found by its serial and code: whether it is genuine, and what came after it."""

    paper: PrintedPaper
    genuine: bool
    since: list[Event]


def _key() -> bytes:
    return f"shouwen.disputes.paper:{settings.SECRET_KEY}".encode()


def register(
    dispute: Dispute,
    said: Mapping[str, Any],
    *,
    kind: str,
    about: str,
    actor: Staff,
    at: datetime,
    reason: str = "",
    proof: str = "",
) -> Done | Refused:
    """Register one print of a form that says this. With a `reason` of M4 it shows the customer in full.

    Answers Done with the `PrintedPaper` as its subject. Who changes the dispute in between makes it stale. In full
    only of a ticket that is open: a reason without a complaint opens nothing.
    """
    length = dispute.chain.length
    content = {**said, "kind_of_paper": kind, "length": length, "printed_at": at.isoformat(), "printed_by": actor.code}
    code = check_code(content, key=_key())

    def look(before: Done | None) -> Done | Refused:
        return reveal(dispute.ticket_id, actor=actor, at=at, reason=reason, why="", proof=proof)

    def write(before: Done | None) -> Done | Refused:
        return printed(dispute.pk, actor=actor, at=at, seen=length, paper=kind, check_code=code)

    def keep(before: Done | None) -> Done | Refused:
        assert before is not None
        row = PrintedPaper(dispute=dispute, kind=kind, about=about, code=code, said=content, length=length)
        row.in_full, row.by, row.at = bool(reason), actor, at
        row.save(force_insert=True)
        return Done(row, before.event)

    return together(*((look,) if reason else ()), write, keep)


def check(serial: str, typed: str) -> Checked | None:
    """The paper of that serial and code, from whoever's desk it came; None when no such paper was ever printed.

    Genuine is what the ledger knows and what still says what its code was made from.
    """
    rows = PrintedPaper.objects.filter(dispute__serial__iexact=serial.strip(), code=read(typed))
    paper = rows.select_related("dispute__chain", "dispute__unit", "by").first()
    if paper is None:
        return None
    events = Event.objects.filter(chain=paper.dispute.chain_id)
    known = events.filter(code="dispute.printed", facts__check_code=paper.code).exists()
    whole = check_code(paper.said, key=_key()) == paper.code
    since = events.filter(seq__gt=paper.length).exclude(code__in=UNTOUCHED).exclude(code__startswith="clock.")
    return Checked(paper, known and whole, list(since.order_by("seq")[:50]))
