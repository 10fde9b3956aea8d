"""What is typed about the call itself, in the order of the talk (C4.1, C4.2)."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shouwen.customers.attribution import clean
from shouwen.handbook.category_search import find
from shouwen.handbook.load import shipped
from shouwen.tickets.forms.fields import Choices, Code, Moment, refusal
from shouwen.tickets.forms.measured import Files, Measured, Short, told
from shouwen.tickets.situation import Opening
from shouwen.web import labels

# Nobody called this desk before; an earlier year is a slip of the pen.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
HITS = {"cell": _("Cell or site"), "product": _("Product"), "provider": _("Provider"), "district": _("District")}
UNWRITTEN = {"autocomplete": "off"}


def _sources() -> Choices:
    """Our own channels first, then those that go over the branch's head (C1.3.2)."""
    sources = shipped().sources
    own = [(code, labels.label("sources", code)) for code, source in sources.items() if not source.bypass]
    over = [(code, labels.label("sources", code)) for code, source in sources.items() if source.bypass]
    return [("", ""), *own, (labels.label("kinds", "bypass"), over)]


class CallForm(forms.Form):
    """The call. `token` is the form's own: handed in twice, it opens one ticket."""

    use_required_attribute = False

    token = forms.UUIDField(widget=forms.HiddenInput)
    column = Code("columns", widget=forms.RadioSelect, label=_("Column"), initial="complaint")
    number = Short(
        most=40,
        told="number-missing",
        label=_("Number complained about"),
        widget=forms.TextInput(attrs={**UNWRITTEN, "inputmode": "tel", "autofocus": True}),
    )
    category = forms.CharField(required=False)
    category_words = forms.CharField(required=False)
    category_pick = forms.CharField(required=False)
    source = forms.ChoiceField(
        choices=_sources, label=_("Source"), error_messages={"required": refusal("source-missing")}
    )
    contacted_at = Moment(label=_("Time of contact"))
    contact_phone = Short(
        most=20,
        required=False,
        label=_("Contact phone"),
        widget=forms.TextInput(attrs={**UNWRITTEN, "inputmode": "tel"}),
    )
    hits_kind = forms.ChoiceField(choices=[("", ""), *HITS.items()], required=False, label=_("What it hits"))
    hits = Short(most=60, required=False, label=_("Its name"), widget=forms.TextInput(attrs=UNWRITTEN))
    text = Measured(most="text_characters", rows=5, label=_("What the customer says"))
    evidence = Measured(most="text_characters", rows=2, required=False, label=_("Evidence taken"))
    major_why = Short(most=200, required=False, label=_("Declare it major, because"))
    said_why = Short(most=200, required=False, label=_("Urgent all the same, because"))
    same_matter = forms.ChoiceField(choices=[("", ""), ("yes", ""), ("no", "")], required=False)
    separate = forms.BooleanField(required=False)
    files = Files(required=False, label=_("Attachments"))

    def clean_number(self) -> str:
        number = clean(self.cleaned_data["number"])
        if number.trouble:
            raise ValidationError(told(number.trouble))
        return number.digits

    def clean_contacted_at(self) -> datetime:
        at: datetime = self.cleaned_data["contacted_at"]
        if at < EARLIEST:
            raise ValidationError(_("The year looks wrong: check it."))
        return at

    def clean(self) -> dict[str, Any]:
        """Find the category that was meant, and see that what is hit has both kind and name."""
        said = self.cleaned_data
        said["category"] = self._category()
        if said.get("hits_kind") and not said.get("hits") and not self.has_error("hits"):
            self.add_error("hits", _("Give its name, or leave both empty."))
        if said.get("hits") and not said.get("hits_kind"):
            self.add_error("hits_kind", _("Say what kind of thing that is."))
        return said

    def _category(self) -> str:
        """The chosen code; else the only leaf that the words mean, for a browser without scripts."""
        code: str = self.cleaned_data.get("category") or self.cleaned_data.get("category_pick") or ""
        words: str = self.cleaned_data.get("category_words") or ""
        if code:
            return code
        found = find(words, shipped(), labels.language(), limit=2)
        if len(found) == 1:
            return found[0].code
        self.add_error("category", told("category-not-leaf" if found else "category-missing"))
        return ""

    def opening(self) -> Opening:
        """What the verb is told."""
        said = self.cleaned_data
        return Opening(
            column=said["column"],
            number=said["number"],
            category=said["category"],
            source=said["source"],
            text=said["text"],
            contacted_at=said["contacted_at"],
            contact_phone=said["contact_phone"],
            evidence=said["evidence"],
            hits_kind=said["hits_kind"],
            hits=said["hits"],
            said_why=said["said_why"],
            declared=(("major", said["major_why"]),) if said["major_why"] else (),
            repeat_confirmed={"yes": True, "no": False}.get(said["same_matter"]),
            separate=said["separate"],
        )
