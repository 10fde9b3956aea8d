"""Handing files in: the list of customers, the papers, and both with a new batch (C4.8.4)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.batchdisputes import verbs
from shouwen.batchdisputes.forms.work import BatchForm
from shouwen.batchdisputes.listing.receiving import receive
from shouwen.batchdisputes.verbs.opening import KINDS, PLACES
from shouwen.cases.once import FormKey
from shouwen.cases.uploads import Received, read
from shouwen.disputes.forms.fields import Cause
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.handbook.rights import Right
from shouwen.ledger.door import Done
from shouwen.people.models import Staff, Unit
from shouwen.tickets.forms.fields import Choices, Code, Line, Text
from shouwen.web import labels

LISTS = ".xlsx,.xls,.csv,.txt,.tsv"
LIST_HINT = _("xlsx, xls or csv with columns for number and amount; bill, charge and charged amount where known")


def list_field(**said: Any) -> forms.FileField:
    """The file of a list."""
    widget = forms.FileInput(attrs={"accept": LISTS})
    return forms.FileField(label=_("List of customers"), help_text=LIST_HINT, widget=widget, **said)


def kinds() -> Choices:
    """What a batch can be paid as."""
    return [("", ""), *((code, labels.label("refund_kinds", code)) for code in KINDS)]


class AddList(BatchForm):
    name, label, icon, place, move = "add-list", _("Add a list"), "upload", "list", "change"
    verb = verbs.hand_in_list

    file = list_field()

    def hand_in(self) -> Done | Refused:
        """Keep the file for the worker."""
        return receive(self.batch, self.cleaned_data["file"], by=self.staff, at=self.at, language=labels.language())


class AddPaper(BatchForm):
    name, label, icon, place, move = "add-paper", _("Add a paper"), "paperclip", "paper", "change"
    verb = verbs.add_paper

    paper = Code("paper_kinds", label=pgettext_lazy("of a batch", "Paper"))
    file = forms.FileField(label=_("File"))

    def clean_file(self) -> Received:
        """The file, known by its contents."""
        found = read(self.cleaned_data["file"], shipped())
        if isinstance(found, Refused):
            raise forms.ValidationError(labels.sentence(found))
        return found

    def said(self) -> dict[str, Any]:
        file: Received = self.cleaned_data["file"]
        return {"paper": self.cleaned_data["paper"], **vars(file)}


class OpeningForm(forms.Form):
    """A new batch, with its first list."""

    key = FormKey()
    title = Line(label=_("Title"), max_length=80)
    flow = Code("batch_flows", label=_("Flow"), widget=forms.RadioSelect, initial="fault")
    kind = forms.ChoiceField(choices=kinds, label=_("Paid as"))
    unit = forms.ModelChoiceField(Unit.rows.none(), label=_("Whose customers"), empty_label=None)
    cause = Cause()
    why = Text(label=_("What happened"), told="say-why", rows=3)
    file = list_field(required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Unit.rows.filter(kind__in=PLACES, active=True).order_by("path")
        # Those over which the right holds; few units are companies.
        keys = [unit.pk for unit in offered if staff.may(Right.ASK_BATCH, unit)]
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.rows.filter(pk__in=keys).order_by("path")
        unit.label_from_instance = lambda one: one.named(labels.language())
