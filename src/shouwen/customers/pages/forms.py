"""What is filled in about customers."""

import csv
import io
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwen.customers.attribution import Home
from shouwen.customers.models import Customer, GroupCustomer
from shouwen.handbook.load import shipped
from shouwen.handbook.sentences import SHANGHAI
from shouwen.people.pages.forms import choices
from shouwen.web.answers import SeenForm
from shouwen.web.textfiles import read_text

MOST_BYTES = 2_000_000
SHOWN_TROUBLES = 20


def _quiet(**attrs: Any) -> dict[str, Any]:
    return {"autocomplete": "off", **attrs}


class NumberForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Number"), max_length=40, widget=forms.TextInput(_quiet(inputmode="tel", autofocus=True))
    )


class CustomerForm(SeenForm):
    """What is on record. What tells who they are is never shown here: left empty, it stays as it is (M4)."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80, required=False, widget=forms.TextInput(_quiet()))
    identity = forms.CharField(
        label=gettext_lazy("Identity card"), max_length=30, required=False, widget=forms.TextInput(_quiet())
    )
    brand = forms.ChoiceField(label=gettext_lazy("Brand"), required=False)
    grade = forms.ChoiceField(label=gettext_lazy("Grade"), required=False)
    province = forms.CharField(label=gettext_lazy("Home province"), max_length=20, required=False)
    city = forms.CharField(label=gettext_lazy("Home city"), max_length=20, required=False)
    group = forms.CharField(
        label=gettext_lazy("Group customer"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Its code; empty for none."),
    )
    key_person = forms.BooleanField(label=gettext_lazy("Leader or contact person of the group"), required=False)
    government = forms.BooleanField(label=gettext_lazy("Government leader or contact person"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["brand"].choices = choices(shipped().brands)
        self.fields["grade"].choices = choices(shipped().grades)
        for secret in ("name", "identity"):
            self.fields[secret].help_text = _("Not shown here. Empty: stays as it is.")

    def clean_group(self) -> GroupCustomer | None:
        code = self.cleaned_data["group"]
        if not code:
            return None
        found = GroupCustomer.objects.filter(code=code).first()
        if found is None:
            raise forms.ValidationError(_("There is no group customer with this code."))
        return found

    def changes(self) -> dict[str, Any]:
        """What to change; the secrets only where something was typed."""
        said = {key: value for key, value in self.cleaned_data.items() if key not in ("seen", "group")}
        for secret in ("name", "identity"):
            if not said[secret]:
                del said[secret]
        group = self.cleaned_data["group"]
        return said | {"group_id": group.pk if group else None}

    @classmethod
    def kept(cls, customer: Customer) -> dict[str, Any]:
        """The form's first contents, without the secrets."""
        shown = ("brand", "grade", "province", "city", "key_person", "government")
        group = customer.group.code if customer.group else ""
        return {name: getattr(customer, name) for name in shown} | {"group": group, "seen": customer.chain.length}


class MarkForm(SeenForm):
    why = forms.CharField(label=gettext_lazy("Why"), max_length=200)
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=gettext_lazy("The last day; empty: until it is lifted."),
    )

    def end(self) -> datetime | None:
        """The moment at which the last day is over."""
        last = self.cleaned_data["until"]
        return datetime.combine(last + timedelta(days=1), time(), SHANGHAI) if last else None


class LiftForm(SeenForm):
    why = forms.CharField(label=gettext_lazy("Why"), max_length=200)


class SegmentForm(forms.Form):
    prefix = forms.CharField(label=gettext_lazy("Number begins with"), max_length=9)
    province = forms.CharField(label=gettext_lazy("Province"), max_length=20)
    city = forms.CharField(label=gettext_lazy("City"), max_length=20)

    def segments(self) -> dict[str, Home]:
        said = self.cleaned_data
        return {said["prefix"]: Home(said["province"], said["city"])}


class SegmentsForm(forms.Form):
    """Many segments in a CSV file: prefix, province, city; a first line without digits is a head."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("Three columns: what the number begins with, province, city."),
    )

    def clean_file(self) -> dict[str, Home]:
        text = read_text(self.cleaned_data["file"], MOST_BYTES)
        found: dict[str, Home] = {}
        troubles: list[str] = []
        for line, row in enumerate(csv.reader(io.StringIO(text)), start=1):
            cells = [cell.strip() for cell in row]
            if not any(cells) or (line == 1 and not any(each.isdigit() for each in cells[0])):
                continue
            if len(cells) < 3 or not cells[0].isdigit() or not 3 <= len(cells[0]) <= 9:
                troubles.append(_("Line %(line)s: give 3 to 9 digits, a province and a city.") % {"line": line})
            elif max(len(cells[1]), len(cells[2])) > 20:
                troubles.append(_("Line %(line)s: a name has at most 20 characters.") % {"line": line})
            else:
                found[cells[0]] = Home(cells[1], cells[2])
        if troubles:
            raise forms.ValidationError(troubles[:SHOWN_TROUBLES])
        if not found:
            raise forms.ValidationError(_("No segment was found in this file."))
        return found

    def segments(self) -> dict[str, Home]:
        answer: dict[str, Home] = self.cleaned_data["file"]
        return answer
