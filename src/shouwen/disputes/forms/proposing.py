"""The end of the interview: the rule's proposal is confirmed, or another one put in its place (C4.8.6)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.disputes import verbs
from shouwen.disputes.forms.fields import Amount
from shouwen.disputes.forms.work import DisputeForm
from shouwen.disputes.paying import ACT
from shouwen.disputes.verbs.proposing import CHOICES
from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.handbook.money import ZERO
from shouwen.handbook.proofs import openers
from shouwen.ledger.door import Done
from shouwen.tickets.forms.fields import Code, Line
from shouwen.web import labels

LONGEST_WHY = 400


class ProposalForm(DisputeForm):
    """The end of the interview: the rule's proposal confirmed, or another one with a reason (C4.8.6)."""

    name, label, icon, place = "propose", _("Confirm the proposal"), "check", "interview"
    blamed = {
        "unknown-code": "kind", "more-than-charged": "principal", "gift-beyond-principal": "gift",
        "gift-only-when-double": "gift", "amount-not-positive": "principal", "less-than-paid": "principal",
        "proof-missing": "proof", "proof-not-accepted": "proof",
    }  # fmt: skip

    otherwise = forms.BooleanField(required=False)
    kind = forms.ChoiceField(label=_("What is to be done"), required=False)
    principal = Amount(label=_("Principal"), required=False)
    gift = Amount(label=_("Gift"), required=False)
    override_reason = Code("override_reasons", label=_("Reason"), required=False)
    override_why = Line(
        label=_("Why otherwise than the rule; who signs sees it"), max_length=LONGEST_WHY, required=False
    )
    proof = forms.ChoiceField(label=_("Proof of identity seen"), required=False)

    def __init__(self, *args: Any, answers: dict[str, str], cause: str, **kwargs: Any) -> None:
        self.answers, self.cause = answers, cause
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        kinds = [(each, labels.label("refund_kinds", each)) for each in CHOICES]
        proofs = [(each, labels.label("proofs", each)) for each in openers(ACT, shipped())]
        for name, named in (("kind", kinds), ("proof", proofs)):
            self.fields[name].choices = [("", ""), *named]
        self.initial.setdefault("proof", self.dispute.proof)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("otherwise"):
            for name in ("kind", "override_reason"):
                if not said.get(name) and not self.has_error(name):
                    self.add_error(name, _("Choose one."))
        return said

    def hand_in(self) -> Done | Refused:
        """Propose; where something was applied for or promised already, calculate anew."""
        anew = self.dispute.state in ("applied", "promised")
        verb = verbs.recalculate if anew else verbs.propose
        seen = self.cleaned_data.get("seen")
        return verb(self.dispute.pk, actor=self.staff, at=self.at, seen=seen, chosen=self.chosen())

    def chosen(self) -> verbs.Chosen:
        """What the verb is told: no kind where the rule is confirmed."""
        said = self.cleaned_data
        known = {"answers": self.answers, "cause": self.cause, "proof": said["proof"]}
        if not said["otherwise"]:
            return verbs.Chosen(**known)
        return verbs.Chosen(
            **known,
            kind=said["kind"],
            principal=said["principal"] or ZERO,
            gift=said["gift"] or ZERO,
            override_reason=said["override_reason"],
            override_why=said["override_why"],
        )
