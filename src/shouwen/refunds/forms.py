"""The forms of the refund monitor."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shouwen.handbook.load import shipped
from shouwen.refunds.months import ZONE
from shouwen.web import labels
from shouwen.web.answers import SeenForm


class WhyForm(SeenForm):
    """Why somebody does it."""

    why = forms.CharField(label=_("Reason"), max_length=200)


class NowForm(SeenForm):
    """Nothing to say."""


class ClearForm(SeenForm):
    """How a difference was settled, and why."""

    how = forms.ChoiceField(label=_("Settled how"))
    why = forms.CharField(label=_("Reason"), max_length=400)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = shipped().refund_clearings
        self.fields["how"].choices = [(code, labels.label("refund_clearings", code)) for code in codes]


class DayForm(forms.Form):
    """Which day to compare; one that is over."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def clean_day(self) -> Any:
        day, today = self.cleaned_data["day"], timezone.now().astimezone(ZONE).date()
        if not today - timedelta(days=400) <= day <= today:
            raise forms.ValidationError(_("Choose a day of the last year, today at the latest"))
        return day


class ResultForm(forms.Form):
    """A file of billing's answers."""

    file = forms.FileField(label=_("Result file"), max_length=200)
