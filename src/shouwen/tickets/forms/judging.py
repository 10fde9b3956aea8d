"""The forms of what a ticket and its customer are judged to be: urgency, repeat, category, marks (C1.3, M4)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.customers import verbs as customers
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from shouwen.tickets import verbs
from shouwen.tickets.forms.fields import Code, Line, Moment, Text, categories, refusal
from shouwen.tickets.forms.work import WorkForm
from shouwen.tickets.verbs.judging import DECLARABLE
from shouwen.web import labels


def declarable() -> list[tuple[str, Any]]:
    """What may be declared; the empty one says why the ticket is urgent all the same (C4.3)."""
    kinds = [(kind, labels.label("kinds", kind)) for kind in DECLARABLE if kind != "sensitive"]
    return [*kinds, ("", _("Urgent for another reason"))]


class DeclareForm(WorkForm):
    name, label, icon, key = "declare", _("Declare urgent"), "flag", "u"
    verb = verbs.declare
    blamed = {"text-missing": "why"}

    kind = forms.ChoiceField(label=_("Kind"), choices=declarable, required=False, widget=forms.RadioSelect)
    why = Line(label=_("Why"), max_length=200, told="say-why")


class RepeatForm(WorkForm):
    name, label, icon = "repeat", _("Repeat or not"), "copy"
    verb = verbs.judge_repeat

    confirmed = forms.TypedChoiceField(
        label=_("Is it the same matter again?"),
        choices=[("yes", _("Yes, the same matter")), ("no", _("No, another matter"))],
        coerce=lambda code: code == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is the same matter.")},
    )


class RaiseForm(WorkForm):
    name, label, icon, move = "raise", _("Raise to the province"), "sitemap", "transfer"
    verb = verbs.raise_to_province

    why = Line(label=_("Why the branch cannot solve it"), max_length=400, told="say-why")
    tried = Text(label=_("What was tried"), told="say-what-was-tried")


class ReclassifyForm(WorkForm):
    name, label, icon = "reclassify", _("Correct the category"), "edit"
    verb = verbs.reclassify

    category = forms.ChoiceField(
        label=_("Category"), choices=categories, error_messages={"required": refusal("category-missing")}
    )
    why = Line(label=_("Why"), max_length=400, told="say-why")


class RevealForm(WorkForm):
    name, label, icon, place = "reveal", _("Show in full"), "eye", "customer"
    verb = verbs.reveal
    blamed = {"proof-missing": "proof", "proof-not-accepted": "proof"}

    reason = Code("disclosure", label=_("Reason"), told="reason-not-listed")
    proof = Code("proofs", label=_("Proof of identity seen"), required=False)
    why = Line(label=_("Remark"), max_length=200, required=False)


class CustomerForm(WorkForm):
    """A form about the ticket's customer: the verb locks the customer's own chain, not the ticket's."""

    def hand_in(self) -> Done | Refused:
        return type(self).verb(self.ticket.customer_id, actor=self.staff, at=self.at, **self.said())


class MarkForm(CustomerForm):
    name, label, icon, place = "mark-sensitive", _("Mark as sensitive"), "star", "customer"
    verb = customers.mark_sensitive

    why = Line(label=_("Why"), max_length=200, told="say-why")
    until = Moment(label=_("Until"), required=False)


class LiftForm(CustomerForm):
    name, label, icon, place = "lift-mark", _("Lift the mark"), "x", "customer"
    verb = customers.lift_mark
    blamed = {"mark-ended": "why"}

    why = Line(label=_("Why"), max_length=200, told="say-why")
