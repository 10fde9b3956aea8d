"""What other places report of a month: the partners' report of refunds, the refunds of another channel (C4.8.7)."""

from typing import Self

from django.db import models
from django.db.models import Q

from shouwen.customers.models import Customer
from shouwen.handbook.rights import Right
from shouwen.ledger.models import Chain
from shouwen.ledger.scoped import Actor, ScopedManager, ScopedQuerySet
from shouwen.people.models import Staff, Unit
from shouwen.people.system import System


class ReportedFileQuerySet(ScopedQuerySet):
    def seen_by(self, actor: Actor) -> Self:
        """The files of one's part of the tree, for who reads checks."""
        if isinstance(actor, System):
            return self
        if not isinstance(actor, Staff):
            return self.none()
        seen = Q(pk__in=[])
        for path in actor.places(Right.READ_CHECKS):
            seen |= Q(path__startswith=path)
        return self.filter(seen)


class ReportedFile(models.Model):
    """A file as it was taken in, for a month and a branch. Of several from one `source` the newest counts."""

    chain = models.OneToOneField(Chain, models.PROTECT)
    kind = models.CharField(max_length=16)
    source = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    path = models.CharField(max_length=200)
    month = models.CharField(max_length=7)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    count = models.IntegerField()
    total = models.DecimalField(max_digits=14, decimal_places=2)
    bad = models.JSONField(default=list)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    rows = models.Manager.from_queryset(ReportedFileQuerySet)()
    objects = ScopedManager(ReportedFileQuerySet)

    class Meta:
        base_manager_name = "rows"
        constraints = [
            models.UniqueConstraint(fields=["kind", "unit", "month", "sha256"], name="reportedfile_once"),
        ]
        indexes = [models.Index(fields=["path", "-month", "-id"], name="reportedfile_place")]

    def __str__(self) -> str:
        return f"{self.kind} {self.month}"


class ReportedRow(models.Model):
    """A line of such a file. Of a number that we don't know only its masked form is kept."""

    file = models.ForeignKey(ReportedFile, models.PROTECT, related_name="lines", db_index=False)
    line = models.IntegerField()
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="+")
    masked = models.CharField(max_length=40)
    provider = models.CharField(max_length=80, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    period = models.CharField(max_length=7, blank=True)
    bill = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "line"], name="reportedrow_line")]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.line}"
