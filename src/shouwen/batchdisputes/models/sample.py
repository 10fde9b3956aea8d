"""Samples 抽查 (C4.8.4): which rows were drawn by which seed, and what their check found."""

from django.db import models
from django.db.models import Q

from shouwen.batchdisputes.models.batch import BatchDispute
from shouwen.batchdisputes.models.content import BatchLine
from shouwen.people.models import Staff


class BatchSample(models.Model):
    """One draw. The seed is the head of the batch's chain before it, which nobody can choose; with it and the rows
    that stood in the list then (`drawn_to` the last one) anybody draws the same ones again.
    """

    batch = models.ForeignKey(BatchDispute, models.PROTECT, related_name="samples")
    number = models.IntegerField()
    seed = models.CharField(max_length=64)
    size = models.IntegerField()
    rows = models.IntegerField()
    # SHA-256 of the keys that were drawn from, so that another list is noticed.
    drawn_from = models.CharField(max_length=64)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    passed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="batchsample_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"


class SampledRow(models.Model):
    """A drawn row and who checked it. A wrong one that is mended waits to be checked again."""

    sample = models.ForeignKey(BatchSample, models.PROTECT, related_name="drawn")
    line = models.ForeignKey(BatchLine, models.PROTECT, related_name="sampled")
    right = models.BooleanField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "line"], name="sampledrow_once"),
            models.CheckConstraint(condition=Q(right=None) | Q(by__isnull=False), name="sampledrow_by_somebody"),
        ]
        ordering = ["line_id"]

    def __str__(self) -> str:
        return f"{self.sample_id}: {self.line_id}"
