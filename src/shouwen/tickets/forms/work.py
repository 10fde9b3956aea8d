"""One form per verb on a ticket: its shape, when it is offered, and how what was typed is handed to the verb."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.utils.functional import Promise

from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from shouwen.people.models import Staff
from shouwen.tickets.models import Ticket
from shouwen.web.answers import SeenForm

# Which field a refusal is about; a form may say otherwise.
BLAMED = {
    "say-why": "why",
    "say-what-was-tried": "tried",
    "say-to-whom": "to",
    "say-what-was-promised": "promised",
    "promise-in-past": "promised_until",
    "time-in-future": "contacted_at",
    "time-before-contact": "contacted_at",
    "root-cause-missing": "root_cause",
    "reason-not-listed": "reason",
    "category-not-leaf": "category",
    "category-retired": "category",
    "same-category": "category",
    "same-group": "to",
    "group-closed": "to",
    "staff-inactive": "to",
    "staff-out-of-scope": "to",
    "handover-to-self": "to",
    "until-in-past": "until",
    "already-declared": "kind",
    "kind-not-declared": "kind",
    "attachment-type": "file",
    "attachment-empty": "file",
    "attachment-too-big": "file",
    "too-many-attachments": "file",
}


class WorkForm(SeenForm):
    """What a verb needs to hear. `move` is the row of the lifecycle that must allow it; `place` is where it is shown.

    Places: `tab` and `more` in the composer, `button` (nothing to type), `consent`, `customer`.
    """

    name: ClassVar[str] = ""
    label: ClassVar[str | Promise] = ""
    icon: ClassVar[str] = "edit"
    key: ClassVar[str] = ""
    place: ClassVar[str] = "more"
    move: ClassVar[str] = ""
    danger: ClassVar[bool] = False
    verb: ClassVar[Callable[..., Done | Refused]]
    blamed: ClassVar[dict[str, str]] = {}
    stale = False
    # Templates list the forms themselves, before one of them is made.
    do_not_call_in_templates = True
    use_required_attribute = False

    def __init__(self, *args: Any, ticket: Ticket, staff: Staff, at: datetime, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.name}_%s")
        super().__init__(*args, **kwargs)
        self.ticket, self.staff, self.at = ticket, staff, at
        self.initial.setdefault("seen", ticket.chain.length)
        self.prepare()

    @property
    def url_name(self) -> str:
        """The name of the address that this form is handed in at."""
        return f"tickets:{self.name}"

    def prepare(self) -> None:
        """Fill in what depends on the ticket."""

    def said(self) -> dict[str, Any]:
        """What the verb is told."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def hand_in(self) -> Done | Refused:
        """Call the one verb."""
        seen = self.cleaned_data.get("seen")
        return type(self).verb(self.ticket.pk, actor=self.staff, at=self.at, seen=seen, **self.said())

    def refused(self, refused: Refused, *, length: int) -> None:
        """Show the refusal at the field that mends it; the form then counts as having seen what the page shows."""
        field = self._field_of(refused)
        self.stale = refused.code == "stale"
        self.refuse(refused, length=length, fields={refused.code: field} if field else None)

    def _field_of(self, refused: Refused) -> str | None:
        if refused.code == "five-elements":
            return {"who": "answered_by"}.get(refused.facts["missing"], refused.facts["missing"])
        if refused.code == "text-too-long":
            long = (name for name, text in self.cleaned_data.items() if isinstance(text, str))
            return next((name for name in long if len(self.cleaned_data[name]) == refused.facts["length"]), None)
        return self.blamed.get(refused.code) or BLAMED.get(refused.code)
