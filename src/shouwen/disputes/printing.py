"""Printing a form of a dispute, and finding it again from the paper."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shouwen.disputes.models import Dispute, PrintedPaper
from shouwen.disputes.verbs import printed
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from shouwen.people.models import Staff
from shouwen.reception.checkcode import read
from shouwen.reception.press import Disclosed, Press

# What changes nothing that a form says.
UNTOUCHED = ("dispute.printed", "dispute.noted", "dispute.paper_added")
PRESS = Press("disputes.paper", "dispute.printed", UNTOUCHED)


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

    def write(code: str) -> Done | Refused:
        return printed(dispute.pk, actor=actor, at=at, seen=length, paper=kind, check_code=code)

    row, disclosed = PrintedPaper(dispute=dispute, kind=kind, about=about), Disclosed(dispute.ticket_id, reason, proof)
    content = {**said, "kind_of_paper": kind}
    return PRESS.register(row, content, write, actor=actor, at=at, length=length, disclosed=disclosed)


def find(serial: str, typed: str) -> PrintedPaper | None:
    """The paper of that serial and code, from whoever's desk it came; None when no such paper was ever printed."""
    rows = PrintedPaper.objects.filter(dispute__serial__iexact=serial.strip(), code=read(typed))
    return rows.select_related("dispute__chain", "dispute__unit", "by").first()
