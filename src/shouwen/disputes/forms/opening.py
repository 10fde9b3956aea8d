"""What is typed when a charge is questioned: of a ticket, or alone where the company found the error (C4.8)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shouwen.cases.once import FormKey
from shouwen.customers.attribution import clean
from shouwen.disputes import verbs
from shouwen.disputes.forms.checking import ChargeFields, as_line
from shouwen.disputes.forms.fields import Day
from shouwen.disputes.forms.work import BLAMED
from shouwen.disputes.models.dispute import FoundBy
from shouwen.handbook.decision import Refused
from shouwen.tickets.forms.fields import Moment, categories
from shouwen.tickets.forms.measured import Measured, Short, told
from shouwen.tickets.models import Ticket
from shouwen.web.errors import add_refusal

# So many empty rows a fresh form has, and so many come with each asking for more.
ROWS = 2
MOST_ROWS = 60


class OpeningForm(forms.Form):
    """The dispute without its charges. With a ticket, number and found-by are the ticket's."""

    use_required_attribute = False

    key = FormKey()
    number = Short(
        most=40,
        told="number-missing",
        label=_("Number concerned"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    category = forms.ChoiceField(choices=categories, label=_("Category"), error_messages={"required": ""})
    received_at = Moment(label=_("Received"), required=False)
    unsubscribed_on = Day(label=_("Unsubscribed on, if it is a subscription"), required=False)
    text = Measured(most="text_characters", rows=4, label=_("What is questioned"))

    def __init__(self, *args: Any, ticket: Ticket | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ticket = ticket
        self.fields["category"].error_messages["required"] = told("category-missing")
        if ticket is not None:
            del self.fields["number"]

    def clean_number(self) -> str:
        number = clean(self.cleaned_data["number"])
        if number.trouble:
            raise ValidationError(told(number.trouble))
        return number.digits

    def opening(self, charges: "ChargeRows") -> verbs.Opening:
        """What the verb is told."""
        said = self.cleaned_data
        return verbs.Opening(
            text=said["text"],
            charges=charges.lines(),
            ticket=self.ticket,
            number=said.get("number", ""),
            category=said["category"],
            found_by=FoundBy.CUSTOMER if self.ticket else FoundBy.COMPANY,
            received_at=said["received_at"],
            unsubscribed_on=said["unsubscribed_on"],
            key=said["key"],
        )

    def refuse(self, refused: Refused) -> None:
        """Show the refusal at the field that mends it."""
        blamed = {**BLAMED, "text-missing": "text", "text-too-long": "text", "time-in-future": "received_at",
                  "category-not-leaf": "category"}  # fmt: skip
        add_refusal(self, refused, field=blamed.get(refused.code))


class ChargeRows:
    """As many rows of charges as the page shows; rows that nobody wrote in count for nothing."""

    def __init__(self, typed: Mapping[str, Any] | None = None, *, rows: int = ROWS, check: bool = True) -> None:
        self.rows = max(1, min(rows, MOST_ROWS))
        self.forms = [self._row(typed, place, check=check) for place in range(self.rows)]

    @classmethod
    def read(cls, typed: Mapping[str, Any], *, check: bool) -> "ChargeRows":
        """The rows as they were handed in; unchecked where only more or fewer of them were asked for."""
        return cls(typed, rows=count(typed), check=check)

    def _row(self, typed: Mapping[str, Any] | None, place: int, *, check: bool) -> ChargeFields:
        said: dict[str, Any] = {"prefix": f"charge-{place}", "empty_permitted": True, "use_required_attribute": False}
        if typed is None or check:
            return ChargeFields(typed, **said)
        kept = {name: typed.get(f"charge-{place}-{name}", "") for name in ChargeFields.base_fields}
        return ChargeFields(initial=kept, **said)

    def is_valid(self) -> bool:
        """Whether every row that somebody wrote in can be taken; each of them is checked."""
        valid = [form.is_valid() for form in self.forms]
        return all(valid)

    def lines(self) -> tuple[verbs.ChargeLine, ...]:
        """The lines that somebody wrote."""
        return tuple(as_line(form.cleaned_data) for form in self.forms if form.has_changed())


def count(typed: Mapping[str, Any]) -> int:
    """How many rows the form had when it was handed in."""
    said = str(typed.get("rows", ""))
    return min(int(said), MOST_ROWS) if said.isascii() and said.isdigit() and len(said) < 4 else ROWS


def without(typed: Mapping[str, Any], place: int) -> dict[str, Any]:
    """What was typed, without one row; those below it move up."""
    kept = {name: value for name, value in typed.items() if not name.startswith("charge-")}
    rows = [each for each in range(count(typed)) if each != place]
    for new, old in enumerate(rows):
        for name in ChargeFields.base_fields:
            kept[f"charge-{new}-{name}"] = typed.get(f"charge-{old}-{name}", "")
    return {**kept, "rows": str(max(len(rows), 1))}


def received(ticket: Ticket | None, at: datetime) -> datetime:
    """Since when we know of it, as the form offers it."""
    return ticket.contacted_at if ticket else at
