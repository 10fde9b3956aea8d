"""Our books beside billing's: what was compared, and every difference until somebody cleared it."""

from typing import Self

from django.db import models
from django.db.models import Q

from shouwen.ledger.models import Chain
from shouwen.ledger.scoped import Actor, ScopedManager, ScopedQuerySet
from shouwen.people.models import Staff
from shouwen.people.system import System
from shouwen.refunds.models.refund import Refund


class Reconciliation(models.Model):
    """One day's books compared 对账: both sums, to the cent. Compared again it replaces its numbers, not its rows."""

    day = models.DateField()
    at = models.DateTimeField()
    ours = models.IntegerField(default=0)
    ours_total = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    theirs = models.IntegerField(default=0)
    theirs_total = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day"], name="reconciliation_day")]

    def __str__(self) -> str:
        return str(self.day)


class DifferenceQuerySet(ScopedQuerySet):
    def seen_by(self, actor: Actor) -> Self:
        """Differences of refunds of one's own part of the tree; those of nobody's stand at the top of it."""
        if isinstance(actor, System):
            return self
        if not isinstance(actor, Staff):
            return self.none()
        seen = Q(pk__in=[])
        for path in actor.paths:
            seen |= Q(path__startswith=path)
        return self.filter(seen)


class Difference(models.Model):
    """Something on which our books and billing's differ. It stays until a person cleared it, with a reason."""

    class Kind(models.TextChoices):
        MISSING_THERE = "missing_there"
        MISSING_HERE = "missing_here"
        OTHER_AMOUNT = "other_amount"
        TWICE = "twice"
        OTHER_STATE = "other_state"

    chain = models.OneToOneField(Chain, models.PROTECT)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    key = models.CharField(max_length=80)
    receipt = models.CharField(max_length=80, blank=True)
    refund = models.ForeignKey(Refund, models.PROTECT, null=True, blank=True, related_name="differences")
    path = models.CharField(max_length=200)
    ours = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    theirs = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    booked_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField()
    found_by = models.CharField(max_length=20)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    cleared_how = models.CharField(max_length=12, blank=True)
    cleared_why = models.CharField(max_length=400, blank=True)

    rows = models.Manager()
    objects = ScopedManager(DifferenceQuerySet)

    class Meta:
        base_manager_name = "rows"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "receipt"], name="difference_one_open", condition=Q(cleared_at=None)
            )
        ]
        indexes = [models.Index(fields=["found_at", "id"], name="difference_open", condition=Q(cleared_at=None))]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
