"""The steps of a batch as forms, in the order in which they are offered (C4.8.4)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.batchdisputes import verbs
from shouwen.batchdisputes.amounts import gift_of
from shouwen.batchdisputes.forms.work import BatchForm
from shouwen.disputes.forms.fields import Amount, Cause
from shouwen.tickets.forms.fields import Code, Line, Text


def why(label: Any = None, *, required: bool = True) -> Line:
    """A reason, or a word that may be left out."""
    named = label or (_("Reason") if required else _("Word with it"))
    return Line(label=named, told="say-why", max_length=200, required=required)


class Ask(BatchForm):
    name, label, icon, place, move = "ask", pgettext_lazy("a batch", "Hand in"), "send", "next", "ask"
    verb = verbs.ask


class Countersign(BatchForm):
    name, label, icon, place, move = "countersign", _("Countersign"), "writing-sign", "next", "countersign"
    verb, others = verbs.countersign, True

    why = why(required=False)


class Sign(BatchForm):
    name, label, icon, place, move = "sign", _("Approve"), "writing-sign", "next", "sign"
    verb, others = verbs.sign, True

    why = why(required=False)


class TurnDown(BatchForm):
    name, label, icon, place, move, danger = "turn-down", _("Turn down"), "x", "back", "turn_down", True
    verb, others = verbs.turn_down, True

    why = why()


class Review(BatchForm):
    name, label, icon, place, move = "review", _("Review and draw the sample"), "checks", "next", "review"
    verb, others = verbs.review, True

    why = why(required=False)


class PassSample(BatchForm):
    name, label, icon, place, move = "pass-sample", _("Pass the sample"), "checks", "next", "pass"
    verb, others = verbs.pass_sample, True


class Start(BatchForm):
    name, label, icon, place, move = "start", _("Begin the execution"), "player-play", "next", "start"
    verb, others = verbs.start, True


class Resume(BatchForm):
    name, label, icon, place, move = "resume", _("Go on"), "player-play", "next", "resume"
    verb, others = verbs.resume, True


class Stop(BatchForm):
    name, label, icon, place, move = "stop", _("Stop"), "player-pause", "next", "stop"
    verb = verbs.stop

    why = why()


class CutShort(BatchForm):
    name, label, icon, place, move, danger = "cut-short", _("Strike the rest and end"), "ban", "back", "cut_short", True
    verb, others = verbs.cut_short, True

    why = why()


class GiveBack(BatchForm):
    name, label, icon, place, move = "give-back", _("Return one step"), "arrow-back-up", "back", "return"
    verb, others = verbs.give_back, True

    why = why()


class DrawAgain(BatchForm):
    name, label, icon, place, move = "draw-again", _("Draw another sample"), "refresh", "back", "draw"
    verb, others = verbs.draw_again, True

    why = why()


class Export(BatchForm):
    """`again` names a file that was exported before."""

    name, label, icon, place, move = "export", _("Export for the SMS gateway"), "download", "notice", "inform"
    verb = verbs.export_notices

    reason = Code("disclosure", label=_("Why the numbers are given out"))
    why = why(required=False)
    again = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class MarkInformed(BatchForm):
    name, label, icon, place, move = "mark-informed", _("Mark as informed"), "check", "export", "inform"
    verb = verbs.mark_informed

    export = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class Close(BatchForm):
    name, label, icon, place, move = "close", pgettext_lazy("a batch", "Close"), "archive", "next", "close"
    verb = verbs.close


class CheckRow(BatchForm):
    name, label, icon, place, move = "check-row", _("Check a row"), "check", "row", "check"
    verb, others = verbs.check_row, True

    line = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    right = forms.TypedChoiceField(
        choices=[("1", ""), ("0", "")], coerce=lambda given: given == "1", widget=forms.HiddenInput
    )
    why = why(_("What is wrong"), required=False)


class StrikeLine(BatchForm):
    name, label, icon, place, move, danger = "strike-line", _("Strike a line"), "ban", "lines", "strike", True
    verb = verbs.strike_line

    line = forms.IntegerField(label=pgettext_lazy("of a list", "Line"), min_value=1)
    why = why()


class MendLine(BatchForm):
    name, label, icon, place, move = "mend-line", _("Mend a line"), "edit", "lines", "mend"
    verb = verbs.mend_line

    line = forms.IntegerField(label=pgettext_lazy("of a list", "Line"), min_value=1)
    principal = Amount(label=_("Right amount"))
    why = why()

    def said(self) -> dict[str, Any]:
        """With the gift that belongs to the amount."""
        told = super().said()
        return told | {"gift": gift_of(self.batch.kind, told["principal"])}


class Change(BatchForm):
    name, label, icon, move = "change", _("Change title and reason"), "edit", "change"
    verb = verbs.change

    title = Line(label=_("Title"), max_length=80)
    cause = Cause()
    why = Text(label=_("What happened"), told="say-why", rows=3)

    def prepare(self) -> None:
        for name in ("title", "cause", "why"):
            self.initial.setdefault(name, getattr(self.batch, name))


class Withdraw(BatchForm):
    name, label, icon, move, danger = "withdraw", pgettext_lazy("a batch", "Withdraw"), "trash", "withdraw", True
    verb = verbs.withdraw

    why = why()
