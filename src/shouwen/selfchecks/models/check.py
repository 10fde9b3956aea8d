"""A self-check 自查: what it looked at, what it found, who cleared it, who signed the report (C4.8.7)."""

from typing import Self

from django.db import models
from django.db.models import Q

from shouwen.customers.models import Customer
from shouwen.handbook.rights import Right
from shouwen.ledger.models import Chain
from shouwen.ledger.scoped import Actor, ScopedManager, ScopedQuerySet
from shouwen.people.models import Staff, Unit
from shouwen.people.system import System
from shouwen.refunds.models import Refund


class SelfCheckQuerySet(ScopedQuerySet):
    def seen_by(self, actor: Actor) -> Self:
        """The checks of one's part of the tree, for who reads checks."""
        if isinstance(actor, System):
            return self
        if not isinstance(actor, Staff):
            return self.none()
        seen = Q(pk__in=[])
        for path in actor.places(Right.READ_CHECKS):
            seen |= Q(path__startswith=path)
        return self.filter(seen)


class SelfCheck(models.Model):
    """The check of one unit and one period, both days included. There is one of each; a signed one never changes.

    `facts` are its counts and sums, `left` how many exceptions nobody cleared yet. `again_at` is when somebody asked
    for it to be run once more, `code` the check code of what was signed, `said` what it said.
    """

    class State(models.TextChoices):
        OPEN = "open"
        READY = "ready"
        SIGNED = "signed"

    chain = models.OneToOneField(Chain, models.PROTECT)
    kind = models.CharField(max_length=10)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    path = models.CharField(max_length=200)
    begins = models.DateField()
    ends = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices)
    ran_at = models.DateTimeField()
    again_at = models.DateTimeField(null=True, blank=True)
    count = models.IntegerField()
    total = models.DecimalField(max_digits=14, decimal_places=2)
    facts = models.JSONField(default=dict)
    found = models.IntegerField()
    left = models.IntegerField()
    signed_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    signed_at = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=10, blank=True)
    said = models.JSONField(default=dict)

    rows = models.Manager.from_queryset(SelfCheckQuerySet)()
    objects = ScopedManager(SelfCheckQuerySet)

    class Meta:
        base_manager_name = "rows"
        constraints = [models.UniqueConstraint(fields=["kind", "unit", "begins"], name="check_once")]
        indexes = [
            models.Index(fields=["path", "-begins", "-id"], name="check_place"),
            models.Index(fields=["path", "begins"], name="check_unsigned", condition=~Q(state="signed")),
            models.Index(fields=["again_at"], name="check_again", condition=Q(again_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def period(self) -> str:
        """The week or month as `2026-W10`, `2026-03`."""
        return f"{self.begins:%G-W%V}" if self.kind == "weekly" else f"{self.begins:%Y-%m}"

    @property
    def serial(self) -> str:
        """As it stands on paper."""
        return f"Z-{self.unit.code}-{self.period}"


class CheckExceptionQuerySet(ScopedQuerySet):
    def seen_by(self, actor: Actor) -> Self:
        """The exceptions of the checks that one sees."""
        if isinstance(actor, System):
            return self
        return self.filter(check_of__in=SelfCheck.objects.seen_by(actor))


class CheckException(models.Model):
    """A row that somebody must clear. `subject` keeps one finding from being written twice; `people` are those whose
    refund it is, who never clear it. `gone_at` says that a later run found it no more: it still wants clearing.
    """

    check_of = models.ForeignKey(SelfCheck, models.PROTECT, related_name="exceptions", db_index=False)
    number = models.IntegerField()
    rule = models.CharField(max_length=20)
    reason = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    subject = models.CharField(max_length=140)
    refund = models.ForeignKey(Refund, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    masked = models.CharField(max_length=40, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    people = models.JSONField(default=list)
    gone_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    cleared_how = models.CharField(max_length=16, blank=True)
    cleared_why = models.CharField(max_length=400, blank=True)
    cleared_done = models.CharField(max_length=400, blank=True)

    rows = models.Manager.from_queryset(CheckExceptionQuerySet)()
    objects = ScopedManager(CheckExceptionQuerySet)

    class Meta:
        base_manager_name = "rows"
        constraints = [
            models.UniqueConstraint(fields=["check_of", "number"], name="exception_number"),
            models.UniqueConstraint(fields=["check_of", "subject"], name="exception_once"),
        ]
        indexes = [models.Index(fields=["check_of", "number"], name="exception_open", condition=Q(cleared_at=None))]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.check_of_id}/{self.number} {self.rule}"
