"""What is filled in about working days. An announcement is read here, so that its oddities stand at the field."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwen.calendars import announcement
from shouwen.calendars.seeding import packaged
from shouwen.web.answers import SeenForm
from shouwen.web.textfiles import read_text

MOST_BYTES = 200_000
CHOICES = [("rest", gettext_lazy("Rest")), ("work", gettext_lazy("Work"))]


class DaysForm(SeenForm):
    """Some days of a year, and whether they work."""

    first = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput({"type": "date"}))
    last = forms.DateField(
        label=gettext_lazy("To"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=gettext_lazy("For several days in a row."),
    )
    works = forms.ChoiceField(label=gettext_lazy("They"), choices=CHOICES, widget=forms.RadioSelect)
    note = forms.CharField(label=gettext_lazy("Why"), max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        first, last = said.get("first"), said.get("last")
        if first and last and not 0 <= (last - first).days <= announcement.LONGEST_REST:
            self.add_error("last", _("This must be the same day or up to a month later."))
        return said

    def days(self) -> dict[date, bool]:
        """Every day from the first to the last."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"] or self.cleaned_data["first"]
        each = range(first.toordinal(), last.toordinal() + 1)
        return {date.fromordinal(number): self.cleaned_data["works"] == "work" for number in each}


class AnnouncementForm(forms.Form):
    """A year's announcement: pasted, as a file, or as it came with the product."""

    text = forms.CharField(
        label=gettext_lazy("The announcement"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy("Paste the official sentences, or one day to a line: 2027-02-05 rest, 2027-02-06 work."),
    )
    file = forms.FileField(label=gettext_lazy("Or a CSV or text file"), required=False, allow_empty_file=True)

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.days: dict[date, bool] = {}

    def clean_file(self) -> str:
        return read_text(self.cleaned_data.get("file"), MOST_BYTES)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "packaged" in self.data:
            self.days = packaged(self.year)
            if not self.days:
                self.add_error(None, _("The package does not know this year yet."))
        elif "file" in said and "text" in said:
            self._read("file" if said["file"] else "text", said["file"] or said["text"])
        return said

    def _read(self, name: str, text: str) -> None:
        found = announcement.read(text, self.year)
        for trouble in found.troubles[:20]:
            self.add_error(name, f"{_place(trouble)}{_why(trouble.code)}")
        if not found.troubles and not found.exceptions:
            self.add_error(name, _("No day was found in it. Give the days that rest and the days that work."))
        self.days = found.exceptions


def _place(trouble: announcement.Trouble) -> str:
    shown = trouble.words[:40]
    return _("Line %(line)s “%(words)s”: ") % {"line": trouble.line, "words": shown} if trouble.line else f"{shown}: "


def _why(code: str) -> str:
    return {
        "no-such-day": _("there is no such day or stretch of days."),
        "work-or-rest": _("say whether these days work (work, 上班) or rest (rest, 放假)."),
        "no-date": _("no date was understood; write it like 2027-02-05 or 2月5日."),
        "other-year": _("this day is in another year."),
    }[code]
