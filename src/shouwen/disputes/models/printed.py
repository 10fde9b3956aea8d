"""The memory of forms of disputes that went to paper, so that a sheet can be checked later (C4.8.7, C5.1)."""

from django.db import models

from shouwen.disputes.models.dispute import Dispute
from shouwen.reception.models import Printed


class PrintedPaper(Printed):
    """A form of a dispute. `about` names what it is of: an application by number, a refund by key."""

    class Kind(models.TextChoices):
        APPLICATION = "application"
        REFUND = "refund"

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="printed_papers")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    about = models.CharField(max_length=70)

    class Meta(Printed.Meta):
        constraints = [models.UniqueConstraint(fields=["dispute", "code"], name="printedpaper_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
