"""A batch dispute 批量资费争议: many customers' money back in one decision, from list to last notice (C4.8.4)."""

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Q

from shouwen.handbook.money import ZERO
from shouwen.ledger.models import Chain
from shouwen.ledger.scoped import Actor, ScopedManager, ScopedQuerySet
from shouwen.people.models import Staff, Unit
from shouwen.people.system import System


class BatchQuerySet(ScopedQuerySet):
    def seen_by(self, actor: Actor) -> Self:
        """Batches of one's own part of the tree, one's own ones, and those of whom one stands in for on leave."""
        if isinstance(actor, System):
            return self
        if not isinstance(actor, Staff):
            return self.none()
        seen = Q(asker=actor)
        for path in {*actor.paths, *actor.paths_stood_in}:
            seen |= Q(path__startswith=path)
        return self.filter(seen)


class BatchDispute(models.Model):
    """One batch. `unit` is the company whose customers they are; `round` counts how often it was handed in.

    Customers and sums are of the lines that are not struck, and are written with them. `ordered_to` is the last line
    that was carried out: those behind it wait. What became of the money only the refunds know.
    """

    chain = models.OneToOneField(Chain, models.PROTECT)
    serial = models.CharField(max_length=30)
    # Of the form it was begun with: handed in again, by a double click, that form begins nothing more.
    form_key = models.CharField(max_length=32, null=True, blank=True)
    title = models.CharField(max_length=80)
    flow = models.CharField(max_length=12)
    kind = models.CharField(max_length=12)
    cause = models.CharField(max_length=40)
    why = models.TextField()

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    path = models.CharField(max_length=200)
    asker = models.ForeignKey(Staff, models.PROTECT, related_name="batches", db_index=False)

    state = models.CharField(max_length=16)
    round = models.IntegerField(default=0)
    opened_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    promised_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # The levels of the company's leaders that must sign, in their order; those who did are the signatures.
    levels = models.JSONField(default=list)

    lines_made = models.IntegerField(default=0)
    rows_left = models.IntegerField(default=0)
    customers = models.IntegerField(default=0)
    principal = models.DecimalField(max_digits=14, decimal_places=2, default=ZERO)
    gift = models.DecimalField(max_digits=14, decimal_places=2, default=ZERO)

    starter = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    ordered_to = models.IntegerField(default=0)
    ordered_rows = models.IntegerField(default=0)
    ordered_total = models.DecimalField(max_digits=14, decimal_places=2, default=ZERO)
    exports = models.IntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)

    next_due_at = models.DateTimeField(null=True, blank=True)
    next_due_clock = models.CharField(max_length=20, blank=True)

    rows = models.Manager.from_queryset(BatchQuerySet)()
    objects = ScopedManager(BatchQuerySet)

    class Meta:
        base_manager_name = "rows"
        constraints = [
            models.UniqueConstraint(fields=["serial"], name="batchdispute_serial"),
            models.UniqueConstraint(fields=["asker", "form_key"], name="batchdispute_form_once"),
        ]
        indexes = [
            models.Index(fields=["path", "-id"], name="batchdispute_place"),
            models.Index(
                fields=["id"],
                name="batchdispute_under_way",
                condition=Q(state__in=("executing", "settling", "informing")),
            ),
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def total(self) -> Decimal:
        """What is to go back in all, the gift part included (C4.8.3)."""
        return self.principal + self.gift

    @property
    def money(self) -> bool:
        """Whether money moves at all."""
        return self.kind != "adjustment"

    @property
    def is_open(self) -> bool:
        """Somebody still owes work on it."""
        return self.state not in ("closed", "withdrawn")

    def in_hands_of(self, person: Staff) -> bool:
        """Whether it is this person's although it may stand elsewhere in the tree."""
        return person.pk == self.asker_id or any(self.path.startswith(path) for path in person.paths_stood_in)


class Counter(models.Model):
    """The unit's count of batches: its row is the lock under which the next serial is given."""

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="+")
    made = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.made}"
