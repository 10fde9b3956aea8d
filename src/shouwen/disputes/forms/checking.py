"""The forms of checking: findings, charges, papers and notes (C4.8.1, C4.8.7)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.uploads import Received
from shouwen.disputes import verbs
from shouwen.disputes.forms.fields import Amount, Cause, Day, Month
from shouwen.disputes.forms.work import DisputeForm
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done, together
from shouwen.tickets.forms.fields import Code, Line, Text
from shouwen.tickets.forms.measured import Files

UNWRITTEN = {"autocomplete": "off"}


class ChargeFields(forms.Form):
    """One line of a bill as it is typed."""

    service = Line(
        label=_("Service"), max_length=80, widget=forms.TextInput(attrs=UNWRITTEN), told="charge-service-missing"
    )
    provider = Line(label=_("Provider"), max_length=80, required=False, widget=forms.TextInput(attrs=UNWRITTEN))
    period = Month(label=_("Month"))
    charged_on = Day(label=_("Charged on"))
    amount = Amount(label=_("Amount"))
    bill = Line(label=_("Bill reference"), max_length=60, required=False, widget=forms.TextInput(attrs=UNWRITTEN))


def as_line(said: dict[str, Any]) -> verbs.ChargeLine:
    """What the verbs are told of one line."""
    return verbs.ChargeLine(**{name: said[name] for name in ChargeFields.base_fields})


class FindForm(DisputeForm):
    name, label, icon, key, place, move = "find", _("Finding"), "search", "f", "tab", "check"
    action = _("Write the finding")
    verb = verbs.find
    blamed = {"text-missing": "what", "unknown-code": "result"}

    result = Code("findings", label=_("What checking found"), told="say-what", widget=forms.RadioSelect)
    cause = Cause(required=False)
    what = Text(label=_("How it was checked, and what came to light"), told="say-what")
    final = forms.BooleanField(label=_("The check is complete"), required=False, initial=True)

    def prepare(self) -> None:
        self.initial.setdefault("cause", self.dispute.cause)


class AddChargeForm(DisputeForm, ChargeFields):
    name, label, icon, move = "add-charge", _("Add a charge"), "plus", "check"
    verb = verbs.add_charge
    field_order = ["service", "provider", "period", "charged_on", "amount", "bill"]

    def said(self) -> dict[str, Any]:
        return {"line": as_line(self.cleaned_data)}


class StrikeChargeForm(DisputeForm):
    name, label, icon, place, move, danger = "strike-charge", _("Strike"), "x", "line", "check", True
    verb = verbs.strike_charge

    line = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    why = Line(label=_("Why it is struck"), max_length=200, told="say-why")


class AddPaperForm(DisputeForm):
    name, label, icon, place = "add-paper", _("Add a paper"), "paperclip", "more"
    verb = verbs.add_paper
    blamed = {"unknown-code": "paper"}

    paper = Code("paper_kinds", label=_("What it is"), told="say-what")
    file = Files(label=_("Files"))

    def clean_file(self) -> list[Received]:
        received: list[Received] = self.cleaned_data["file"]
        if not received:
            raise forms.ValidationError(_("Choose a file."))
        return received

    def hand_in(self) -> Done | Refused:
        """Keep all the files or none."""
        return together(*(self._keep(each) for each in self.cleaned_data["file"]))

    def _keep(self, each: Received) -> Any:
        what = {"name": each.name, "kind": each.kind, "size": each.size, "sha256": each.sha256, "file": each.file}
        paper = self.cleaned_data["paper"]
        return lambda _: verbs.add_paper(self.dispute.pk, actor=self.staff, at=self.at, paper=paper, **what)


class NoteForm(DisputeForm):
    name, label, icon, key, place = "note", pgettext_lazy("on a dispute", "Note"), "note", "b", "tab"
    verb = verbs.note
    blamed = {"text-missing": "text"}

    text = Text(label=_("For colleagues only; the customer never sees it"), told="say-what")
