"""The forms by which money is asked for, signed, taken back, and a dispute ended (C4.8.1 to C4.8.3)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.disputes import verbs
from shouwen.disputes.forms.fields import Amount
from shouwen.disputes.forms.work import DisputeForm
from shouwen.disputes.reads import dispute as reads
from shouwen.tickets.forms.fields import Code, Line, Text
from shouwen.web import labels
from shouwen.web.templatetags.shouwen import yuan

LONGEST_WHY = 400


class InterviewForm(DisputeForm):
    """The way to the interview, which has a page of its own."""

    name, label, icon, key, place, move = "interview", _("Interview"), "calculator", "i", "tab", "propose"
    page = "disputes:interview"


class RecalculateForm(DisputeForm):
    """The way to the interview once something was applied for or promised: then what was signed lapses."""

    name, label, icon, move = "recalculate", _("Calculate anew"), "calculator", "recalculate"
    page = "disputes:interview"


class GrantForm(DisputeForm):
    name, label, icon, key, place, move = "grant", _("Grant the refund"), "coin-yuan", "g", "tab", "grant"
    verb = verbs.grant


class ApplyForm(DisputeForm):
    name, label, icon, key, place, move = "apply", _("Apply for approval"), "send", "a", "tab", "apply"
    verb = verbs.apply
    blamed = {"text-missing": "why"}

    why = Text(label=_("Why this refund, for those who sign"), told="say-why", rows=3)


class RecallForm(DisputeForm):
    name, label, icon = "recall", _("Recall the application"), "arrow-back-up"
    verb = verbs.recall

    why = Line(label=_("Why"), max_length=LONGEST_WHY, told="say-why")


class SignForm(DisputeForm):
    name, label, icon, place = "sign", _("Sign"), "writing-sign", "sign"
    verb = verbs.sign

    application = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    why = Line(label=_("Remark"), max_length=LONGEST_WHY, required=False)

    def prepare(self) -> None:
        _number(self)


class GiveBackForm(DisputeForm):
    name, label, icon, place, danger = "give-back", _("Return it"), "arrow-back-up", "sign", True
    verb = verbs.give_back
    blamed = {"unknown-code": "reason"}

    application = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = Code("dispute_return_reasons", label=_("Reason"), told="say-why")
    why = Line(label=_("What is to be mended"), max_length=LONGEST_WHY, told="say-why")

    def prepare(self) -> None:
        _number(self)


class SettleForm(DisputeForm):
    name, label, icon, place, move = "settle", _("Settle"), "checks", "tab", "settle"
    verb = verbs.settle

    why = Text(label=_("What was found, and why nothing more is paid or claimed back"), told="say-why")


class CloseForm(DisputeForm):
    name, label, icon, key, place, move = "close", _("Close"), "archive", "e", "tab", "close"
    verb = verbs.close
    blamed = {"text-missing": "told"}

    told = Text(label=_("What the customer was told"), told="say-what-was-told")


class ReopenForm(DisputeForm):
    name, label, icon, place, move = "reopen", _("Check again"), "refresh", "tab", "reopen"
    verb = verbs.reopen

    why = Text(label=_("What came to light"), told="say-why")


class AskReversalForm(DisputeForm):
    name, label, icon, move, danger = "ask-reversal", _("Ask for a reversal"), "arrow-back-up", "ask_reversal", True
    verb = verbs.ask_reversal
    blamed = {"refund-not-reversible": "refund"}

    refund = forms.ChoiceField(label=_("Which refund"))
    amount = Amount(label=_("Amount to take back"))
    why = Text(label=_("Why, for those who sign"), told="say-why")

    def prepare(self) -> None:
        done = reads.reversible_refunds(self.dispute)
        kinds = [(each, labels.label("refund_kinds", each.kind)) for each in done]
        self.fields["refund"].choices = [(each.key, f"{kind} {yuan(each.total)} · {each.key}") for each, kind in kinds]


class DropReversalForm(DisputeForm):
    name, label, icon, place, move = "drop-reversal", _("Give up the reversal"), "ban", "tab", "drop_reversal"
    verb = verbs.drop_reversal
    blamed = {"text-missing": "why"}

    why = Text(label=_("Why the money stays with the customer"), told="say-why")


class WithdrawForm(DisputeForm):
    name, label, icon, move, danger = "withdraw", _("Withdraw the dispute"), "ban", "withdraw", True
    verb = verbs.withdraw

    reason = Code("dispute_withdraw_reasons", label=_("Reason"), told="say-why")
    why = Line(label=_("What happened"), max_length=LONGEST_WHY, told="say-why")


def _number(form: DisputeForm) -> None:
    """The application that the page showed: another one that came meanwhile is not signed by mistake."""
    asked = reads.waiting(form.dispute)
    if asked is not None:
        form.initial.setdefault("application", asked.number)
