"""Late fees that the front line waived 违约金减免 (C4.8.5)."""

from django.db import models
from django.db.models import Q

from shouwen.customers.models import Customer
from shouwen.ledger.models import Chain
from shouwen.people.models import Staff, Unit
from shouwen.refunds.models import Refund
from shouwen.tickets.models import Ticket


class LateFeeWaiver(models.Model):
    """A late fee of an ordinary customer that was waived, with the reason. Always shown with its unit's day."""

    chain = models.OneToOneField(Chain, models.PROTECT)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    bill_period = models.CharField(max_length=7)
    reason = models.CharField(max_length=24)
    why = models.CharField(max_length=400)
    refund = models.OneToOneField(Refund, models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="waiver_positive")]

    def __str__(self) -> str:
        return f"waiver {self.pk}"
