"""The forms of the daily work: words with the customer, the closing reply, passing on, notes and files."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.people.reads import active_groups
from shouwen.tickets import verbs
from shouwen.tickets.forms.fields import Code, Colleague, Group, Line, Moment, Text, minute
from shouwen.tickets.forms.work import WorkForm

MINUTE = timedelta(minutes=1)


class TimedForm(WorkForm):
    """A form with the time of a talk, offered as now."""

    def prepare(self) -> None:
        self.initial.setdefault("contacted_at", minute(self.at))

    def clean_contacted_at(self) -> datetime:
        """The minute typed; in the minute of the first contact it cannot be before that contact."""
        typed: datetime = self.cleaned_data.get("contacted_at") or self.at
        first = self.ticket.contacted_at
        return first if timedelta(0) < first - typed < MINUTE else typed


class ContactForm(TimedForm):
    name, label, icon, key, place = "contact", _("Contact"), "message-circle", "c", "tab"
    verb = verbs.contact
    blamed = {"text-missing": "said", "unknown-code": "way"}

    contacted_at = Moment(label=_("When"))
    way = Code("contact_ways", label=_("How"), initial="phone", told="say-what")
    reached = forms.BooleanField(label=_("The customer was reached"), required=False, initial=True)
    said = Text(label=_("What we said"), told="say-what")
    answered = Text(label=_("What the customer answered"), required=False, rows=2)
    promised = Line(label=_("Promised"), required=False, max_length=400)
    promised_until = Moment(label=_("Promised by"), required=False)


class AnswerForm(WorkForm):
    name, label, icon, key, place, move = "answer", _("Answer"), "send", "a", "tab", "answer"
    verb = verbs.answer
    blamed = {"text-missing": "course", "time-in-future": "answered_at", "time-before-contact": "answered_at"}

    course = Text(label=_("Course of handling"), error_messages={"required": _("Write the course of handling (C4.2).")})
    answer = Text(label=_("What was answered"), error_messages={"required": _("Write what was answered (C4.2).")})
    satisfaction = Code(
        "satisfactions",
        label=_("How satisfied"),
        error_messages={"required": _("Choose how satisfied the customer is (C4.2).")},
    )
    answered_by = Colleague(label=_("Who answered"), error_messages={"required": _("Say who answered (C4.2).")})
    answered_at = Moment(label=_("Answered at"))

    def prepare(self) -> None:
        self.initial.setdefault("answered_by", f"{self.staff.code} {self.staff.name}")
        self.initial.setdefault("answered_at", minute(self.at))

    def clean_answered_at(self) -> datetime:
        typed: datetime = self.cleaned_data["answered_at"]
        first = self.ticket.contacted_at
        return first if timedelta(0) < first - typed < MINUTE else typed


class ArchiveForm(WorkForm):
    name, label, icon, key, place, move = "archive", _("Archive"), "archive", "e", "tab", "archive"
    verb = verbs.archive

    root_cause = Code("root_causes", label=_("Root cause"), told="root-cause-missing", widget=forms.RadioSelect)


class TransferForm(WorkForm):
    name, label, icon, key, place, move = "transfer", _("Transfer"), "transfer", "t", "tab", "transfer"
    verb = verbs.transfer
    blamed = {"text-missing": "tried"}

    to = Group(label=_("To the group"))
    tried = Text(label=_("What was tried"), told="say-what-was-tried")

    def prepare(self) -> None:
        self.fields["to"].offer(list(active_groups().select_related("unit__parent__parent")), self.ticket.branch_id)
        if self.ticket.state == "open" and self.ticket.group and self.ticket.group.active:
            self.initial.setdefault("to", self.ticket.group.code)


class DispatchForm(WorkForm):
    name, label, icon, key, place, move = "dispatch", _("Dispatch"), "external-link", "f", "tab", "dispatch"
    verb = verbs.dispatch
    blamed = {"text-missing": "why"}

    to = Line(label=_("To whom outside"), max_length=80, told="say-to-whom")
    province = forms.BooleanField(label=_("It is another province (its own time limit holds)"), required=False)
    why = Text(label=_("What they are to do"), told="say-why")


class ReturnForm(WorkForm):
    name, label, icon, key, place, move = "return", _("Return"), "arrow-back-up", "r", "tab", "return"
    verb = verbs.give_back
    blamed = {"text-missing": "why", "unknown-code": "reason"}

    reason = Code("return_reasons", label=_("Reason"), told="say-why")
    why = Text(label=_("What is missing or was done"), told="say-why")


class NoteForm(WorkForm):
    name, label, icon, key, place = "note", pgettext_lazy("on a ticket", "Note"), "note", "b", "tab"
    verb = verbs.note

    text = Text(label=_("For colleagues only; the customer never sees it"), told="say-what")
    blamed = {"text-missing": "text"}


class ChaseForm(TimedForm):
    name, label, icon = "chase", _("The customer chases"), "bell"
    verb = verbs.chase
    blamed = {"text-missing": "said"}

    contacted_at = Moment(label=_("When"), required=False)
    way = Code("contact_ways", label=_("How"), initial="phone", required=False)
    said = Text(label=_("What the customer says"))

    def clean_way(self) -> str:
        return self.cleaned_data["way"] or "phone"


class TakeForm(WorkForm):
    name, label, icon, key, place, move = "take", _("Take over"), "check", "p", "button", "take"
    verb = verbs.take


class ResumeForm(WorkForm):
    name, label, icon, key, place, move = "resume", _("Resume"), "player-play", "p", "button", "resume"
    verb = verbs.resume
