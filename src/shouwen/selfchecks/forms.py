"""The shapes of what is filled in about days and checks. Whether it may be done is for the verbs to say."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.people.models import Unit
from shouwen.tickets.forms.fields import listed
from shouwen.web import labels
from shouwen.web.answers import SeenForm

MONTH = forms.RegexField(regex=r"^\d{4}-(0[1-9]|1[0-2])\Z", label=_("Month"), max_length=7)


def _short(label: Any, *, required: bool = True) -> forms.CharField:
    widget = forms.Textarea({"rows": 2})
    return forms.CharField(label=label, max_length=400, required=required, widget=widget)


class SignForm(SeenForm):
    """One signature: there is nothing to fill in."""


class ReturnForm(SeenForm):
    reason = forms.ChoiceField(label=_("Why it is returned"))
    why = _short(_("What is to be mended"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = listed("day_return_reasons", empty=False)()


class MendForm(SeenForm):
    """What was mended, one field for each line that came back; why, where somebody else hands in."""

    def __init__(self, *args: Any, lines: Iterable[int], other: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            self.fields[f"mended_{line}"] = _short(_("What was mended"))
        if other:
            self.fields["why"] = _short(_("Why you hand it in"))

    def mended(self) -> dict[int, str]:
        """By line, what was mended."""
        said = self.cleaned_data.items()
        return {int(name.removeprefix("mended_")): text for name, text in said if name.startswith("mended_")}


class ClearForm(SeenForm):
    how = forms.ChoiceField(label=_("How it is settled"))
    why = _short(_("Reason"))
    done = _short(_("What was done"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["how"].choices = listed("check_clearings", empty=False)()


class FileForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of report"))
    unit = forms.ChoiceField(label=_("Branch"))
    month = MONTH
    source = forms.CharField(
        label=_("Channel"), max_length=40, required=False, help_text=_("Whose refunds they are; not for the SP report.")
    )
    file = forms.FileField(label=_("File"), help_text=_("CSV or a workbook with number and amount; partner, month."))

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = listed("check_files", empty=False)()
        self.fields["unit"].choices = [(str(unit.pk), unit.named(labels.language())) for unit in units]
