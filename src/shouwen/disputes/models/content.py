"""What a dispute is about and what was found: its charges, its papers, and every finding, none ever edited."""

from django.db import models
from django.db.models import Q

from shouwen.disputes.models.dispute import Dispute
from shouwen.people.models import Staff


class Charge(models.Model):
    """One line of a bill that is questioned. One entered wrongly is struck with a reason, never changed."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="charges")
    line = models.IntegerField()
    service = models.CharField(max_length=80)
    provider = models.CharField(max_length=80, blank=True)
    period = models.CharField(max_length=7)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    charged_on = models.DateField()
    bill = models.CharField(max_length=60, blank=True)
    struck_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispute", "line"], name="charge_line"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="charge_positive"),
        ]
        ordering = ["line"]

    def __str__(self) -> str:
        return f"{self.dispute_id}/{self.line}"


class Finding(models.Model):
    """What checking brought to light, when, by whom. The newest holds; `final` ones end the checking."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="findings")
    result = models.CharField(max_length=12)
    cause = models.CharField(max_length=40, blank=True)
    what = models.TextField()
    final = models.BooleanField(default=True)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.result}"


class Paper(models.Model):
    """A paper 依据 that belongs to the dispute; its place on disk is its key, never its name (C4.8.7)."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=80)
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="papers/%Y/%m/%d")
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
