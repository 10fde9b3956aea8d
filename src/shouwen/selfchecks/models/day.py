"""A clerk's day 日终: the refunds that they hand to the manager, and the manager's signature on each (C4.8.7)."""

from typing import Self

from django.db import models
from django.db.models import Q

from shouwen.handbook.rights import Right
from shouwen.ledger.models import Chain
from shouwen.ledger.scoped import Actor, ScopedManager, ScopedQuerySet
from shouwen.people.models import Staff, Unit
from shouwen.people.system import System
from shouwen.refunds.models import Refund


class DayQuerySet(ScopedQuerySet):
    def seen_by(self, actor: Actor) -> Self:
        """One's own days, and those of one's part of the tree for who reads checks."""
        if isinstance(actor, System):
            return self
        if not isinstance(actor, Staff):
            return self.none()
        seen = Q(clerk=actor)
        for path in actor.places(Right.READ_CHECKS):
            seen |= Q(path__startswith=path)
        return self.filter(seen)


class Day(models.Model):
    """One sheet: what a clerk did at a unit on a day (Asia/Shanghai). A signed one is closed.

    What comes on that day after its sheet was signed makes the next one, so `number` counts the sheets of the day.
    `code` is the check code of what was signed, `said` what it said.
    """

    class State(models.TextChoices):
        MISSING = "missing"
        HANDED = "handed"
        RETURNED = "returned"
        SIGNED = "signed"

    chain = models.OneToOneField(Chain, models.PROTECT)
    clerk = models.ForeignKey(Staff, models.PROTECT, related_name="days", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    path = models.CharField(max_length=200)
    day = models.DateField()
    number = models.IntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices)
    waiting = models.IntegerField(default=0)
    handed_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    handed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=10, blank=True)
    said = models.JSONField(default=dict)

    rows = models.Manager.from_queryset(DayQuerySet)()
    objects = ScopedManager(DayQuerySet)

    class Meta:
        base_manager_name = "rows"
        constraints = [models.UniqueConstraint(fields=["clerk", "unit", "day", "number"], name="day_sheet")]
        indexes = [
            models.Index(fields=["path", "day", "id"], name="day_open", condition=~Q(state="signed")),
            models.Index(fields=["path", "-day", "-id"], name="day_place"),
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def serial(self) -> str:
        """As it stands on paper."""
        return f"R-{self.unit.code}-{self.clerk.code}-{self.day:%y%m%d}-{self.number}"


class DayLine(models.Model):
    """One refund on a sheet. `mended` is what the clerk did about a return; what went before is in the ledger."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SIGNED = "signed"
        RETURNED = "returned"

    day = models.ForeignKey(Day, models.PROTECT, related_name="lines", db_index=False)
    number = models.IntegerField()
    refund = models.OneToOneField(Refund, models.PROTECT, related_name="day_line")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=24, blank=True)
    why = models.CharField(max_length=400, blank=True)
    mended = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "number"], name="day_line_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.day_id}/{self.number} {self.state}"
