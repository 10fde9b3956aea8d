"""The forms of an import: the file, and which of its columns is what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.people.models import Staff
from shouwen.tickets.importing.fields import BY_CODE, FIELDS, SEVERAL
from shouwen.tickets.importing.reading import BadReading, Reading, read
from shouwen.web import labels

DATES = [("", _("Year first, or unmistakable")), ("dmy", _("Day, month, year")), ("mdy", _("Month, day, year"))]


class FileForm(forms.Form):
    """The file to import."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("xlsx, xls or csv in any usual encoding; up to 200 MB"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt,.tsv"}),
    )


class ReadingForm(forms.Form):
    """How a file is read: one choice per column, and what holds for all rows.

    What a profile says beyond the form (values that stand for others, further defaults) is kept as it was.
    """

    owner = forms.CharField(label=_("First asked (staff number)"), max_length=40)
    source = forms.ChoiceField(label=_("Source, where the file says none"), required=False)
    dates = forms.ChoiceField(label=_("Order in dates"), choices=DATES, required=False)
    zone = forms.CharField(label=_("Time zone of the file"), max_length=40)
    origin = forms.CharField(
        label=_("Name of the source"),
        max_length=30,
        required=False,
        help_text=_("Latin letters and digits; stands before its numbers, so that two sources never meet"),
    )
    save_as = forms.CharField(label=_("Keep as a profile named"), max_length=60, required=False)

    def __init__(self, *args: Any, columns: tuple[str, ...], base: Reading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base, self.columns = base, columns
        chosen: Any = self.fields["source"]
        chosen.choices = [("", "—"), *((code, entry.label(labels.language())) for code, entry in _sources())]
        choices = [("", _("Left out")), *((field.code, field.label) for field in FIELDS)]
        for place, column in enumerate(columns):
            said = next((code for code, names in base.columns.items() if column in names), "")
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=column,
                choices=choices,
                required=False,
                initial=said,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        source = base.defaults.get("source", "")
        told = {"dates": base.dates, "zone": base.zone, "origin": base.origin, "source": source}
        for name, value in told.items():
            self.fields[name].initial = value

    def clean_owner(self) -> Staff:
        """The person, by staff number."""
        code = self.cleaned_data["owner"].strip()
        person = Staff.objects.filter(code__iexact=code, is_active=True).select_related("unit").first()
        if person is None:
            raise forms.ValidationError(_("Nobody with this staff number works here"))
        return person

    def clean(self) -> dict[str, Any]:
        """The reading, under `reading`; what is wrong with it is said at the column or above the form."""
        cleaned = dict(super().clean() or {})
        columns: dict[str, list[str]] = {}
        for place, column in enumerate(self.columns):
            if code := cleaned.get(f"column_{place}"):
                if code in columns and code not in SEVERAL:
                    self.add_error(
                        f"column_{place}", _("“%(field)s” is another column already") % {"field": BY_CODE[code].label}
                    )
                columns.setdefault(code, []).append(column)
        defaults = {key: value for key, value in self.base.defaults.items() if key != "source"}
        if cleaned.get("source"):
            defaults["source"] = cleaned["source"]
        told = {key: cleaned.get(key, "") for key in ("dates", "zone", "origin")}
        if not self.errors:
            try:
                cleaned["reading"] = read(self.base.model_dump() | told | {"columns": columns, "defaults": defaults})
            except BadReading as error:
                self.add_error(None, str(error))
        return cleaned


def _sources() -> Any:
    from shouwen.handbook.load import shipped

    return shipped().sources.items()
