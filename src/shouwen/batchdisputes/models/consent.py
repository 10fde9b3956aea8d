"""Who said yes or no to a batch, at which step (C4.8.4)."""

from django.db import models
from django.db.models import Q

from shouwen.batchdisputes.models.batch import BatchDispute
from shouwen.people.models import Staff


class BatchSignature(models.Model):
    """One person's yes or no. A step that is gone back behind makes what was signed for it lapse.

    `level` is that of the company's leaders; `stands_for` is whose deputy signed while they were on leave.
    """

    batch = models.ForeignKey(BatchDispute, models.PROTECT, related_name="signatures")
    round = models.IntegerField()
    step = models.CharField(max_length=12)
    level = models.CharField(max_length=20, blank=True)
    granted = models.BooleanField()
    why = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    stands_for = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    lapsed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # The database itself keeps anybody from signing twice, and a step from being signed twice.
            models.UniqueConstraint(
                fields=["batch", "by"], name="batchsignature_person", condition=Q(lapsed_at=None, granted=True)
            ),
            models.UniqueConstraint(
                fields=["batch", "step", "level"], name="batchsignature_step", condition=Q(lapsed_at=None, granted=True)
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.step} {self.granted}"
