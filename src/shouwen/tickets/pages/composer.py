"""Which work may be done on a ticket now, by this person, in this state; and the form that is open for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from shouwen.handbook.lifecycle import allowed
from shouwen.handbook.load import shipped
from shouwen.handbook.rights import Right
from shouwen.people.doors import DOORS
from shouwen.people.models import Staff
from shouwen.tickets.forms.register import FORMS
from shouwen.tickets.forms.work import WorkForm
from shouwen.tickets.models import Consent, Draft, Ticket


@dataclass(frozen=True)
class Situation:
    """What decides whether a piece of work is offered."""

    ticket: Ticket
    staff: Staff
    moves: tuple[str, ...]
    pending: Mapping[str, Consent]
    kinds: frozenset[str]
    marked: bool

    def mine_to_decide(self, kind: str) -> bool:
        """Whether a question of that kind waits for somebody other than who asked it."""
        asked = self.pending.get(kind)
        return asked is not None and asked.asked_by_id != self.staff.pk

    def offered_to_me(self) -> bool:
        """Whether responsibility is offered to this person."""
        asked = self.pending.get(Consent.Kind.HANDOVER)
        return asked is not None and asked.asked_of_id == self.staff.pk

    def may_take(self) -> bool:
        """Whether the ticket stands with one of this person's groups, and not in their own hands."""
        of_group = self.ticket.group_id in self.staff.group_ids or self.staff.holds("support_lead")
        return of_group and self.ticket.holder_id != self.staff.pk

    def may_hand_over(self) -> bool:
        """Whether this person may offer the responsibility to a colleague."""
        return self.ticket.is_open and Consent.Kind.HANDOVER not in self.pending and self._own()

    def may_withdraw(self) -> bool:
        """Whether this person may take back an offer that waits; to whom it was offered may accept or decline it."""
        return Consent.Kind.HANDOVER in self.pending and self._own() and not self.offered_to_me()

    def _own(self) -> bool:
        return self.ticket.first_asked_id == self.staff.pk or self.staff.may(Right.CONSENT, self.ticket)


# What must hold beside the right and the move of the lifecycle table.
HOLDS: dict[str, Callable[[Situation], bool]] = {
    "contact": lambda now: now.ticket.is_open,
    "chase": lambda now: now.ticket.is_open,
    "declare": lambda now: now.ticket.is_open,
    "reclassify": lambda now: now.ticket.is_open,
    "reveal": lambda now: now.ticket.is_open,
    "archive": lambda now: not now.pending,
    "take": Situation.may_take,
    "raise": lambda now: "raised" not in now.kinds,
    "repeat": lambda now: now.ticket.is_open and now.ticket.repeats_id is not None,
    "ask-hold": lambda now: Consent.Kind.HOLD not in now.pending,
    "hold": lambda now: Consent.Kind.HOLD in now.pending,
    "refuse-hold": lambda now: Consent.Kind.HOLD in now.pending,
    "ask-void": lambda now: Consent.Kind.VOID not in now.pending,
    "void": lambda now: now.mine_to_decide(Consent.Kind.VOID),
    "refuse-void": lambda now: now.mine_to_decide(Consent.Kind.VOID),
    "hand-over": Situation.may_hand_over,
    "accept": Situation.offered_to_me,
    "decline": Situation.offered_to_me,
    "withdraw-handover": Situation.may_withdraw,
    "mark-sensitive": lambda now: not now.marked,
    "lift-mark": lambda now: now.marked,
}


def situation(
    ticket: Ticket, staff: Staff, *, pending: Mapping[str, Consent], kinds: frozenset[str], marked: bool
) -> Situation:
    """What is known of a ticket and a person, for `offered`."""
    return Situation(ticket, staff, allowed(ticket.state, shipped()), pending, kinds, marked)


def offered(now: Situation) -> dict[str, type[WorkForm]]:
    """The work that may be done now, by name, in the composer's order."""
    return {name: form for name, form in FORMS.items() if _fits(name, form, now)}


def _fits(name: str, form: type[WorkForm], now: Situation) -> bool:
    if form.move and form.move not in now.moves:
        return False
    return now.staff.may(DOORS[f"tickets:{name}"], now.ticket) and HOLDS.get(name, lambda _: True)(now)


def chosen(asked: str, work: Mapping[str, type[WorkForm]]) -> str:
    """The name of the tab that is open: the one asked for, else the first that may be done; "" where nothing may."""
    if asked in work and work[asked].place in ("tab", "more"):
        return asked
    return next((name for name, form in work.items() if form.place == "tab"), "")


def blank(name: str, ticket: Ticket, staff: Staff, at: datetime) -> WorkForm:
    """The form of that name with what this person had typed into it before, if anything."""
    form = FORMS[name](case=ticket, staff=staff, at=at)
    if form.place in ("tab", "more"):
        form.initial.update(_drafted(ticket, staff, form))
    return form


def draft_name(ticket: Ticket, name: str) -> str:
    """The name under which the text of one tab is kept."""
    return f"ticket-{ticket.pk}-{name}"


def drop_draft(ticket: Ticket, staff: Staff, name: str) -> None:
    """Forget what was typed: it has been handed in."""
    Draft.objects.filter(staff=staff, form=draft_name(ticket, name)).delete()


def _drafted(ticket: Ticket, staff: Staff, form: WorkForm) -> dict[str, Any]:
    """What was typed and not handed in; how old the form was is not taken over."""
    kept = Draft.objects.filter(staff=staff, form=draft_name(ticket, form.name)).first()
    if kept is None:
        return {}
    typed = _as_posted(kept.typed)
    found = {}
    for name, field in form.fields.items():
        if name != "seen" and name not in form.files:
            given = field.widget.value_from_datadict(typed, {}, name)
            if given not in (None, ""):
                found[name] = given
    return found


def _as_posted(typed: Mapping[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, given in typed.items():
        data.setlist(name, given if isinstance(given, list) else [given])
    return data
