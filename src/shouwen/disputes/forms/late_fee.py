"""What is typed when a late fee is waived (C4.8.5)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shouwen.customers.attribution import clean
from shouwen.disputes.forms.fields import Amount, Month
from shouwen.handbook.decision import Refused
from shouwen.tickets.forms.fields import Code
from shouwen.tickets.forms.measured import Short, told
from shouwen.tickets.models import Ticket
from shouwen.web.errors import add_refusal

BLAMED = {
    "amount-not-positive": "amount", "late-fee-ordinary-only": "number", "late-fee-waived-already": "bill_period",
    "say-why": "why", "text-missing": "why", "text-too-long": "why", "unknown-code": "reason",
}  # fmt: skip


class LateFeeForm(forms.Form):
    """A waiver. With a ticket, the number is the ticket's."""

    use_required_attribute = False

    number = Short(
        most=40,
        told="number-missing",
        label=_("Number concerned"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "autofocus": True}),
    )
    amount = Amount(label=_("Late fee"))
    bill_period = Month(label=_("Month of the bill"))
    reason = Code("late_fee_reasons", label=_("Reason"), told="say-why")
    why = Short(most=400, label=_("What happened"), told="say-why")

    def __init__(self, *args: Any, ticket: Ticket | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ticket = ticket
        if ticket is not None:
            del self.fields["number"]

    def clean_number(self) -> str:
        number = clean(self.cleaned_data["number"])
        if number.trouble:
            raise ValidationError(told(number.trouble))
        return number.digits

    def refuse(self, refused: Refused) -> None:
        """Show the refusal at the field that mends it."""
        add_refusal(self, refused, field=BLAMED.get(refused.code))
