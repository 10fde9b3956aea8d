"""Who is away, and who signs for them meanwhile 休假与代理 (C4.8.3)."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from shouwen.people.models.staff import Staff


class Leave(models.Model):
    """A stretch of leave with the deputy who stands in. One that ends early keeps when it was meant to end."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="leaves")
    deputy = models.ForeignKey(Staff, models.PROTECT, related_name="stands_in")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="leave_has_length")]
        indexes = [models.Index(fields=["deputy"], name="leave_deputy", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.staff_id} away"

    def holds(self, at: datetime) -> bool:
        """Whether the person is away at that moment."""
        return self.begins_at <= at < (self.ended_at or self.ends_at)
