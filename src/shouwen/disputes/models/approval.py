"""What was proposed, applied for and signed. Each is written once; what comes after it is a row of its own."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from shouwen.disputes.models.dispute import Dispute
from shouwen.people.models import Staff


class Proposal(models.Model):
    """What is to go back: what the rule says, what a person confirmed, and why where they differ (C4.8.6)."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="proposals")
    number = models.IntegerField()
    kind = models.CharField(max_length=12)
    principal = models.DecimalField(max_digits=12, decimal_places=2)
    gift = models.DecimalField(max_digits=12, decimal_places=2)
    rule_kind = models.CharField(max_length=12)
    rule_principal = models.DecimalField(max_digits=12, decimal_places=2)
    rule_gift = models.DecimalField(max_digits=12, decimal_places=2)
    override_reason = models.CharField(max_length=24, blank=True)
    override_why = models.CharField(max_length=400, blank=True)
    answers = models.JSONField(default=dict)
    because = models.JSONField(default=list)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dispute", "number"], name="proposal_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.dispute_id}/{self.number} {self.kind}"

    @property
    def amount(self) -> Decimal:
        """Both parts together (C4.8.3)."""
        return self.principal + self.gift

    @property
    def overridden(self) -> bool:
        """Whether a person decided otherwise than the rule."""
        return (self.kind, self.principal, self.gift) != (self.rule_kind, self.rule_principal, self.rule_gift)


class Application(models.Model):
    """One walk through the chain of authority (C4.8.3) for one amount. Another amount wants another application.

    `chain` are the levels to be walked, `step` how many have signed; `earlier` what was summed into `counted`.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        APPROVED = "approved"
        RETURNED = "returned"
        RECALLED = "recalled"
        LAPSED = "lapsed"

    class Purpose(models.TextChoices):
        REFUND = "refund"
        REVERSAL = "reversal"

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="applications")
    number = models.IntegerField()
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="applications")
    reverses = models.ForeignKey("refunds.Refund", models.PROTECT, null=True, blank=True, related_name="+")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    counted = models.DecimalField(max_digits=12, decimal_places=2)
    earlier = models.JSONField(default=list)
    chain = models.JSONField(default=list)
    step = models.IntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispute", "number"], name="application_number"),
            # The database itself keeps two from walking at once.
            models.UniqueConstraint(fields=["dispute"], name="application_one_waits", condition=Q(state="waiting")),
        ]
        indexes = [models.Index(fields=["at", "id"], name="application_waiting", condition=Q(state="waiting"))]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.dispute_id}/{self.number} {self.state}"

    @property
    def level(self) -> str:
        """The level that must sign next; "" when none is left."""
        return self.chain[self.step] if self.step < len(self.chain) else ""


class Signature(models.Model):
    """One person's yes or no at one step. `stands_for` is whose deputy signed while they were on leave."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="signatures")
    step = models.IntegerField()
    level = models.CharField(max_length=20)
    granted = models.BooleanField()
    why = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    stands_for = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "step"], name="signature_step"),
            models.UniqueConstraint(fields=["application", "by"], name="signature_once"),
        ]
        ordering = ["step"]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.step} {self.granted}"
