"""The form that brings files to a ticket."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.ledger.door import Done, together
from shouwen.tickets import verbs
from shouwen.tickets.forms.fields import refusal
from shouwen.tickets.forms.work import WorkForm
from shouwen.tickets.uploads import Received, read


class Files(forms.FileInput):
    """A control that takes several files at once."""

    allow_multiple_selected = True


class AttachForm(WorkForm):
    name, label, icon = "attach", _("Attach files"), "paperclip"
    verb = verbs.attach

    file = forms.FileField(
        label=_("Files"),
        widget=Files(attrs={"multiple": True}),
        error_messages={"required": _("Choose a file."), "empty": refusal("attachment-empty")},
    )

    def hand_in(self) -> Done | Refused:
        """Keep all the files or none."""
        received = [read(file, shipped()) for file in cast(Any, self.files).getlist("file")]
        refused = next((each for each in received if isinstance(each, Refused)), None)
        if refused is not None:
            return refused
        return together(*(self._keep(each) for each in received if isinstance(each, Received)))

    def _keep(self, each: Received) -> Any:
        what = {"name": each.name, "kind": each.kind, "size": each.size, "sha256": each.sha256, "file": each.file}
        return lambda _: verbs.attach(self.ticket.pk, actor=self.staff, at=self.at, **what)
