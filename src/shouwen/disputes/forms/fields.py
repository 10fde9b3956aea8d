"""Fields of money: amounts to the cent, days, months of a bill, and causes on two levels."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shouwen.handbook.load import shipped
from shouwen.handbook.money import spell, yuan
from shouwen.tickets.forms.fields import Choices, Line
from shouwen.web import labels

LONGEST = 20


class Amount(Line):
    """An amount in yuan as people write it: 12, 12.3, 1,234.50 or ￥12.30. Cleans to a Decimal with two places."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "amount-field"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        messages = {"required": _("Give the amount.")}
        super().__init__(**{"max_length": LONGEST, "error_messages": messages, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return spell(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        plain = typed.replace(",", "").replace("，", "").lstrip("¥￥").strip()
        try:
            return yuan(plain)
        except ValueError:
            raise ValidationError(_("Write the amount in yuan with at most two places, as 12.30.")) from None


class Day(forms.DateField):
    """A day of the calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": _("Give the day."), "invalid": _("Write the day as 2026-11-21.")}
        super().__init__(**{"error_messages": messages, **kwargs})


class Month(Line):
    """The month of a bill, kept as 2026-10."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "month", "placeholder": "2026-10"}))
        messages = {"required": _("Give the month of the bill.")}
        super().__init__(**{"max_length": LONGEST, "error_messages": messages, **kwargs})

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value)).replace("/", "-").replace(".", "-")
        if not typed:
            return ""
        year, _between, month = typed.partition("-")
        try:
            return f"{date(int(year), int(month), 1):%Y-%m}"
        except ValueError:
            raise ValidationError(_("Write the month as 2026-10.")) from None


class Cause(forms.ChoiceField):
    """A cause of the second level, under the name of its first level (C4.8)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=causes, **{"label": _("Cause"), **kwargs})


def causes() -> Choices:
    """Both levels of causes: the second ones under the names of the first."""
    found: dict[str, Choices] = {}
    for code in shipped().dispute_causes:
        first, dot, _second = code.partition(".")
        if dot:
            found.setdefault(labels.label("dispute_causes", first), []).append(
                (code, labels.label("dispute_causes", code))
            )
    return [("", ""), *found.items()]
