"""The whole intake: the call, and what each way of handing it in asks beside it (C4.5)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.cases.uploads import TurnedAway
from shouwen.handbook.decision import Refused
from shouwen.people.models import SkillGroup
from shouwen.tickets.forms.call import CallForm
from shouwen.tickets.forms.fields import Choices, Code, Moment
from shouwen.tickets.forms.measured import Measured, Short
from shouwen.tickets.handing_in import HandedIn
from shouwen.web import errors, labels

# What each way of handing in asks beside the call.
WAYS: dict[str, tuple[str, ...]] = {
    "answer": ("course", "answer", "satisfaction", "answered_at", "root_cause"),
    "transfer": ("to_group", "tried"),
    "dispatch": ("to_party", "dispatch_why", "to_province"),
    "submit": (),
}

# Which field mends a refusal of the verbs.
BLAMED = {
    "number-foreign": "number",
    "number-not-digits": "number",
    "number-length": "number",
    "category-not-leaf": "category",
    "category-retired": "category",
    "no-group": "category",
    "open-complaint": "category",
    "time-in-future": "contacted_at",
    "time-before-contact": "answered_at",
    "text-missing": "text",
    "text-unreadable": "text",
    "say-what-was-tried": "tried",
    "same-group": "to_group",
    "group-closed": "to_group",
    "say-to-whom": "to_party",
    "say-why": "dispatch_why",
    "root-cause-missing": "root_cause",
    "too-many-attachments": "files",
}


class IntakeForm(CallForm):
    """The call and the four ways. Only what the chosen `way` asks for is checked; the rest is kept as typed."""

    data: Any

    course = Measured(most="reply_characters", told="say-what", rows=3, label=_("Course of handling"))
    answer = Measured(most="reply_characters", told="say-what", rows=3, label=_("What was answered"))
    satisfaction = Code("satisfactions", label=_("How satisfied"))
    answered_at = Moment(required=False, label=_("Answered at"))
    root_cause = Code("root_causes", told="root-cause-missing", label=_("Root cause"))

    to_group = forms.ChoiceField(required=False, label=_("To the group"))
    tried = Measured(most="note_characters", told="say-what-was-tried", rows=3, label=_("What was tried"))

    to_party = Short(most=80, told="say-to-whom", label=_("To whom outside"))
    dispatch_why = Measured(most="note_characters", told="say-why", rows=3, label=_("Why"))
    to_province = forms.BooleanField(required=False, label=_("It is another province: it has its own time"))

    def __init__(self, *args: Any, way: str = "", groups: list[SkillGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way = way
        self.groups = {group.code: group for group in groups}
        field = self.fields["to_group"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _by_unit(groups)

    def clean(self) -> dict[str, Any]:
        """Forget the complaints about ways that were not chosen."""
        said = super().clean()
        for way, names in WAYS.items():
            if way != self.way:
                for name in names:
                    self._errors.pop(name, None)
        return said

    def turn_away(self, stopped: Iterable[TurnedAway]) -> None:
        """Say of each file that was stopped while it arrived why it was."""
        for each in stopped:
            self.add_error("files", f"{each.name}: {errors.refusal_words(each.refused)}")

    def renew(self, token: str) -> None:
        """Give a form that came without a token of its own a new one, so that it may be sent again."""
        typed = self.data.copy()
        typed["token"] = token
        self.data = typed
        self.add_error(None, _("The form arrived incomplete: look it over and send it once more."))

    def refuse(self, refused: Refused) -> None:
        """Show a refusal of the verbs at the field that mends it."""
        missing = str(refused.facts.get("missing", ""))
        field = missing if refused.code == "five-elements" else BLAMED.get(refused.code)
        errors.add_refusal(self, refused, field=field)

    @property
    def group(self) -> SkillGroup | None:
        """The group chosen for a transfer; none means the one of the route."""
        return self.groups.get(self.cleaned_data["to_group"])

    def handed_in(self) -> HandedIn:
        """What is handed in: the call, and what the chosen way asks beside it."""
        said = self.cleaned_data
        return HandedIn(
            opening=replace(self.opening(), way=self.way or "submit"),
            to=self.group,
            tried=said.get("tried", ""),
            party=said.get("to_party", ""),
            why=said.get("dispatch_why", ""),
            province=said.get("to_province", False),
            course=said.get("course", ""),
            answer=said.get("answer", ""),
            satisfaction=said.get("satisfaction", ""),
            answered_at=said.get("answered_at"),
            root_cause=said.get("root_cause", ""),
            files=tuple(said["files"]),
        )

    @property
    def handed_in_as(self) -> UUID:
        """The token that the form was shown with."""
        token: UUID = self.cleaned_data["token"]
        return token


def _by_unit(groups: list[SkillGroup]) -> Choices:
    language = labels.language()
    units: dict[str, Choices] = {}
    for group in groups:
        units.setdefault(group.unit.named(language), []).append((group.code, group.named(language)))
    return [("", _("As routed")), *units.items()]
