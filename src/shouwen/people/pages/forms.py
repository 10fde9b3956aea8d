"""The shapes of what an administrator fills in. Whether it may be done is for the verbs to say."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from shouwen.handbook.load import shipped
from shouwen.handbook.schema import Entry
from shouwen.people.models import Unit
from shouwen.web import labels
from shouwen.web.answers import SeenForm

CODE = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9-]*\Z", _("Letters, digits and hyphens only."))
EMPTY = ("", "—")


def choices(entries: Mapping[str, Entry]) -> list[tuple[str, str]]:
    """The codes of a list with their names in the reader's language."""
    return [EMPTY, *((code, entry.label(labels.language())) for code, entry in entries.items())]


def unit_choices(units: Iterable[Unit]) -> list[tuple[str, str]]:
    """Units as a tree in a list: each level is indented."""
    rows = sorted(units, key=lambda unit: unit.path)
    lowest = min((unit.path.count("/") for unit in rows), default=0)
    return [
        EMPTY,
        *((str(unit.pk), "\u3000" * (unit.path.count("/") - lowest) + unit.named(labels.language())) for unit in rows),
    ]


def no_autofill(**attrs: Any) -> dict[str, Any]:
    return {"autocomplete": "off", **attrs}


class UnitForm(SeenForm):
    name = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=80, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    hours = forms.CharField(label=_("Working hours"), max_length=60, required=False)
    active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours"].help_text = _("Like %(hours)s; empty for those of the handbook.") % {
            "hours": shipped().worktime.hours
        }


class NewUnitForm(UnitForm):
    code = forms.CharField(label=_("Code"), max_length=20, validators=[CODE])
    kind = forms.ChoiceField(label=_("Kind"))
    parent = forms.ChoiceField(label=_("Unit above"), required=False)
    province = forms.CharField(
        label=_("Province"), max_length=20, required=False, help_text=_("Empty: as the unit above.")
    )
    city = forms.CharField(label=_("City"), max_length=20, required=False, help_text=_("A branch brings its city."))
    field_order = ("kind", "parent", "code", "name", "name_en", "province", "city", "phone", "hours")

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["active"]
        self.fields["kind"].choices = choices(shipped().unit_kinds)
        self.fields["parent"].choices = unit_choices(units)


class StaffForm(SeenForm):
    name = forms.CharField(label=_("Name"), max_length=40, widget=forms.TextInput(no_autofill()))
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput(no_autofill()))
    unit = forms.ChoiceField(label=_("Unit"))
    is_active = forms.BooleanField(label=_("May sign in"), required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = unit_choices(units)


def check_password(password: str) -> str:
    if password:
        try:
            validate_password(password)
        except ValidationError as error:
            raise forms.ValidationError(error.messages) from error
    return password


class NewStaffForm(StaffForm):
    code = forms.CharField(
        label=_("Staff number"), max_length=40, validators=[CODE], widget=forms.TextInput(no_autofill())
    )
    password = forms.CharField(
        label=_("First password"),
        required=False,
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(no_autofill(autocomplete="new-password")),
        help_text=_("Twelve characters or more. Without one they cannot sign in yet."),
    )
    role = forms.ChoiceField(label=_("Role at this unit"), required=False)
    field_order = ("code", "name", "unit", "role", "email", "password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_active"]
        self.fields["role"].choices = choices(shipped().roles)

    def clean_password(self) -> str:
        return check_password(self.cleaned_data["password"])


class PasswordForm(SeenForm):
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(no_autofill(autocomplete="new-password")),
        help_text=_("Twelve characters or more. It signs them out everywhere."),
    )

    def clean_password(self) -> str:
        return check_password(self.cleaned_data["password"])


class RoleForm(SeenForm):
    role = forms.ChoiceField(label=_("Role"))
    at_unit = forms.ChoiceField(label=_("At unit"))

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = choices(shipped().roles)
        self.fields["at_unit"].choices = unit_choices(units)


class GroupForm(SeenForm):
    name = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=80, required=False)
    function = forms.ChoiceField(label=_("Kind of work"))
    active = forms.BooleanField(label=_("Takes work"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["function"].choices = choices(shipped().routing.functions)


class NewGroupForm(GroupForm):
    code = forms.CharField(label=_("Code"), max_length=30, validators=[CODE])
    unit = forms.ChoiceField(label=_("Unit"))
    field_order = ("code", "unit", "function", "name", "name_en")

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["active"]
        self.fields["unit"].choices = unit_choices(units)


class MemberForm(SeenForm):
    staff = forms.CharField(label=_("Staff number"), max_length=40, widget=forms.TextInput(no_autofill()))
