"""The months of the books. A closed one takes no more entries, for ever."""

from typing import Self

from django.db import models

from shouwen.ledger.models import Chain
from shouwen.ledger.scoped import Actor, ScopedManager, ScopedQuerySet
from shouwen.people.models import Staff


class PeriodQuerySet(ScopedQuerySet):
    def seen_by(self, actor: Actor) -> Self:
        """Months are the same for the whole province."""
        return self


class Period(models.Model):
    """A month 账期, as `2026-11` in Shanghai. Its row is the lock between closing it and booking into it."""

    chain = models.OneToOneField(Chain, models.PROTECT, null=True, blank=True)
    month = models.CharField(max_length=7)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    count = models.IntegerField(default=0)
    total = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    rows = models.Manager()
    objects = ScopedManager(PeriodQuerySet)

    class Meta:
        base_manager_name = "rows"
        constraints = [models.UniqueConstraint(fields=["month"], name="period_month")]

    def __str__(self) -> str:
        return self.month
