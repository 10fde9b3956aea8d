"""The memory of forms of disputes that went to paper, so that a sheet can be checked later (C4.8.7, C5.1)."""

from django.db import models

from shouwen.disputes.models.dispute import Dispute
from shouwen.people.models import Staff


class PrintedPaper(models.Model):
    """A form as it was printed: what it said (the customer masked), by whom, its check code.

    `length` is how many events the dispute had; what came later is what changed since.
    """

    class Kind(models.TextChoices):
        APPLICATION = "application"
        REFUND = "refund"

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="printed_papers")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    about = models.CharField(max_length=70)
    code = models.CharField(max_length=10)
    said = models.JSONField()
    length = models.IntegerField()
    in_full = models.BooleanField(default=False)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dispute", "code"], name="printedpaper_once")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
