"""Files to and from a billing system without an interface."""

from django.db import models

from shouwen.people.models import Staff


class BatchFile(models.Model):
    """A file of refunds for billing 批量文件. Its rows are settled first, so that it can be written again."""

    number = models.IntegerField()
    name = models.CharField(max_length=80)
    count = models.IntegerField()
    total = models.DecimalField(max_digits=14, decimal_places=2)
    made_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number"], name="batchfile_number")]

    def __str__(self) -> str:
        return self.name


class ResultFile(models.Model):
    """A file of billing's answers, as it was taken in. The same bytes taken in twice change nothing."""

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    rows = models.IntegerField(default=0)
    applied = models.IntegerField(default=0)
    already = models.IntegerField(default=0)
    differences = models.IntegerField(default=0)
    bad = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256"], name="resultfile_once")]

    def __str__(self) -> str:
        return self.name
