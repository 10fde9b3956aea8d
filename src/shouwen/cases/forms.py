"""One form per verb on a case: its shape, when it is offered, and how what was typed is handed to the verb."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.utils.functional import Promise

from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from shouwen.people.models import Staff
from shouwen.web.answers import SeenForm

# Which field a refusal is about, in every room.
BLAMED = {
    "say-why": "why",
    "cause-missing": "cause",
    "reason-not-listed": "reason",
    "attachment-type": "file",
    "attachment-empty": "file",
    "attachment-too-big": "file",
    "too-many-attachments": "file",
}


class VerbForm(SeenForm):
    """What a verb needs to hear. `move` is the row of the case's table that must allow it; `place` where it stands.

    `room` is the namespace of the addresses, `commonly_blamed` says at which field a refusal of the room is shown,
    `blamed` the same for one form alone.
    """

    room: ClassVar[str]
    commonly_blamed: ClassVar[Mapping[str, str]] = BLAMED
    name: ClassVar[str] = ""
    label: ClassVar[str | Promise] = ""
    icon: ClassVar[str] = "edit"
    key: ClassVar[str] = ""
    place: ClassVar[str] = "more"
    move: ClassVar[str] = ""
    danger: ClassVar[bool] = False
    verb: ClassVar[Callable[..., Done | Refused]]
    blamed: ClassVar[Mapping[str, str]] = {}
    stale = False
    # Templates list the forms themselves, before one of them is made.
    do_not_call_in_templates = True
    use_required_attribute = False

    def __init__(self, *args: Any, case: Any, staff: Staff, at: datetime, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.name}_%s")
        super().__init__(*args, **kwargs)
        self.case, self.staff, self.at = case, staff, at
        self.initial.setdefault("seen", case.chain.length)
        self.prepare()

    @property
    def url_name(self) -> str:
        """The name of the address that this form is handed in at."""
        return f"{self.room}:{self.name}"

    def prepare(self) -> None:
        """Fill in what depends on the case."""

    def said(self) -> dict[str, Any]:
        """What the verb is told."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def hand_in(self) -> Done | Refused:
        """Call the one verb."""
        seen = self.cleaned_data.get("seen")
        return type(self).verb(self.case.pk, actor=self.staff, at=self.at, seen=seen, **self.said())

    def refused(self, refused: Refused, *, length: int) -> None:
        """Show the refusal at the field that mends it; the form then counts as having seen what the page shows."""
        field = self.field_of(refused)
        self.stale = refused.code == "stale"
        self.refuse(refused, length=length, fields={refused.code: field} if field else None)

    def field_of(self, refused: Refused) -> str | None:
        """Which field mends it; None for what none does."""
        if refused.code == "text-too-long":
            long = (name for name, text in self.cleaned_data.items() if isinstance(text, str))
            return next((name for name in long if len(self.cleaned_data[name]) == refused.facts["length"]), None)
        return self.blamed.get(refused.code) or self.commonly_blamed.get(refused.code)
