"""The form that brings files to a ticket."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.cases.uploads import Received
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done, together
from shouwen.tickets import verbs
from shouwen.tickets.forms.measured import Files
from shouwen.tickets.forms.work import WorkForm


class AttachForm(WorkForm):
    name, label, icon = "attach", _("Attach files"), "paperclip"
    verb = verbs.attach

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
        return lambda _: verbs.attach(self.ticket.pk, actor=self.staff, at=self.at, **what)
