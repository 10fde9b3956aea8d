"""Which work may be done on a dispute now, by this person, in this state; and the form that is open for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import QueryDict

from shouwen.disputes.counted import authority
from shouwen.disputes.forms.register import FORMS
from shouwen.disputes.forms.work import DisputeForm
from shouwen.disputes.models import Application, Dispute
from shouwen.disputes.reads import dispute as reads
from shouwen.disputes.reads.signing import Signer, signer
from shouwen.handbook.authority import Authority
from shouwen.handbook.decision import Decision
from shouwen.handbook.load import shipped
from shouwen.people.doors import DOORS
from shouwen.people.models import Staff
from shouwen.tickets.pages.drafts import discard, kept


@dataclass(frozen=True)
class Situation:
    """What decides whether a piece of work is offered."""

    dispute: Dispute
    staff: Staff
    at: datetime
    waiting: Application | None

    @cached_property
    def moves(self) -> frozenset[str]:
        """The moves that the dispute's state allows."""
        return frozenset(code for code, move in shipped().dispute_moves.items() if self.dispute.state in move.from_)

    @cached_property
    def authority(self) -> Decision[Authority] | None:
        """Who decides the amount that is proposed now; None where nothing is to be paid."""
        if self.dispute.state != "proposed" or self.dispute.amount <= 0:
            return None
        return authority(self.dispute, self.dispute.amount, self.at, shipped())

    @cached_property
    def signer(self) -> Signer | None:
        """How this person may sign what waits."""
        return signer(self.waiting, self.staff, self.at) if self.waiting else None

    def own(self) -> bool:
        """Whether the front line decides by itself (C4.8.3)."""
        return self.authority is not None and self.authority.what.own

    def through_the_chain(self) -> bool:
        """Whether an application is needed."""
        return self.authority is not None and not self.authority.what.own

    def mine_waits(self) -> bool:
        """Whether this person's own application waits for a signature."""
        return self.waiting is not None and self.waiting.by_id == self.staff.pk

    def nothing_owed(self) -> bool:
        """Whether what was promised is paid, or nothing is to be paid at all."""
        return self.dispute.state != "proposed" or self.dispute.amount <= 0


# What must hold beside the right and the move of the dispute's table.
HOLDS: dict[str, Callable[[Situation], bool]] = {
    "grant": Situation.own,
    "apply": Situation.through_the_chain,
    "recall": Situation.mine_waits,
    "sign": lambda now: now.signer is not None,
    "give-back": lambda now: now.signer is not None,
    "settle": lambda now: now.dispute.finding in ("proven", "disproven"),
    "close": Situation.nothing_owed,
    "recalculate": lambda now: now.dispute.state in ("applied", "promised"),
    "ask-reversal": lambda now: bool(reads.reversible_refunds(now.dispute)),
    "drop-reversal": lambda now: now.waiting is None,
    "withdraw": lambda now: now.waiting is None and now.dispute.paid <= 0,
}


def situation(dispute: Dispute, staff: Staff, at: datetime) -> Situation:
    """What is known of a dispute and a person, for `offered`."""
    return Situation(dispute, staff, at, reads.waiting(dispute))


def offered(now: Situation) -> dict[str, type[DisputeForm]]:
    """The work that may be done now, by name, in the composer's order."""
    return {name: form for name, form in FORMS.items() if _fits(name, form, now)}


def _fits(name: str, form: type[DisputeForm], now: Situation) -> bool:
    if form.move and form.move not in now.moves:
        return False
    right = DOORS[form.page or f"disputes:{name}"]
    return now.staff.may(right, now.dispute) and HOLDS.get(name, lambda _: True)(now)


def chosen(asked: str, work: Mapping[str, type[DisputeForm]]) -> str:
    """The name of the tab that is open: the one asked for, else the first that may be done; "" where nothing may."""
    if asked in work and work[asked].place in ("tab", "more") and not work[asked].page:
        return asked
    return next((name for name, form in work.items() if form.place == "tab" and not form.page), "")


def blank(name: str, dispute: Dispute, staff: Staff, at: datetime) -> DisputeForm:
    """The form of that name with what this person had typed into it before, if anything."""
    form = FORMS[name](case=dispute, staff=staff, at=at)
    if form.place in ("tab", "more"):
        form.initial.update(_drafted(dispute, staff, form))
    return form


def draft_name(dispute: Dispute, name: str) -> str:
    """The name under which the text of one tab is kept."""
    return f"dispute-{dispute.pk}-{name}"


def drop_draft(dispute: Dispute, staff: Staff, name: str) -> None:
    """Forget what was typed: it has been handed in."""
    discard(staff, draft_name(dispute, name))


def _drafted(dispute: Dispute, staff: Staff, form: DisputeForm) -> dict[str, Any]:
    """What was typed and not handed in; how old the form was is not taken over."""
    typed = QueryDict(mutable=True)
    for name, given in kept(staff, draft_name(dispute, form.name)).items():
        typed.setlist(name, given)
    found = {}
    for name, field in form.fields.items():
        if typed and name != "seen" and name not in form.files:
            given = field.widget.value_from_datadict(typed, {}, name)
            if given not in (None, ""):
                found[name] = given
    return found
