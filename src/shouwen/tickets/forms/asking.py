"""The forms of what needs another person's yes: hold, void, first-asked responsibility (C3.1, C5.1)."""

from django.utils.translation import gettext_lazy as _

from shouwen.tickets import verbs
from shouwen.tickets.forms.fields import Code, Colleague, Line
from shouwen.tickets.forms.work import WorkForm


class AskHoldForm(WorkForm):
    name, label, icon, move = "ask-hold", _("Ask to hold"), "player-pause", "hold"
    verb = verbs.ask_hold

    reason = Code("hold_reasons", label=_("The customer's own reason"), told="say-why")
    why = Line(label=_("What was agreed with the customer"), max_length=400, told="say-why")


class HoldForm(WorkForm):
    name, label, icon, place, move = "hold", _("Consent"), "check", "consent", "hold"
    verb = verbs.hold


class RefuseHoldForm(WorkForm):
    name, label, icon, place, danger = "refuse-hold", _("Refuse"), "x", "consent", True
    verb = verbs.refuse_hold

    why = Line(label=_("Why not"), max_length=400, told="say-why")


class AskVoidForm(WorkForm):
    name, label, icon, move, danger = "ask-void", _("Ask to void"), "ban", "void", True
    verb = verbs.ask_void

    reason = Code("void_reasons", label=_("Reason"), told="say-why")
    why = Line(label=_("What went wrong"), max_length=400, told="say-why")


class VoidForm(WorkForm):
    name, label, icon, place, move, danger = "void", _("Sign the void"), "ban", "consent", "void", True
    verb = verbs.void


class RefuseVoidForm(WorkForm):
    name, label, icon, place = "refuse-void", _("Refuse"), "x", "consent"
    verb = verbs.refuse_void

    why = Line(label=_("Why not"), max_length=400, told="say-why")


class HandOverForm(WorkForm):
    name, label, icon = "hand-over", _("Hand over responsibility"), "user-plus"
    verb = verbs.offer_handover

    to = Colleague(label=_("To the colleague"))
    why = Line(label=_("Why"), max_length=400, told="say-why")


class AcceptForm(WorkForm):
    name, label, icon, place = "accept", _("Accept responsibility"), "check", "consent"
    verb = verbs.accept_handover


class DeclineForm(WorkForm):
    name, label, icon, place = "decline", _("Decline"), "x", "consent"
    verb = verbs.decline_handover

    why = Line(label=_("Why not"), max_length=400, told="say-why")


class WithdrawHandoverForm(WorkForm):
    name, label, icon, place = "withdraw-handover", _("Withdraw the offer"), "arrow-back-up", "consent"
    verb = verbs.withdraw_handover
