"""What a batch is made of: its lists and their lines, its papers, and the notices to its customers."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from shouwen.batchdisputes.models.batch import BatchDispute
from shouwen.customers.models import Customer
from shouwen.handbook.money import ZERO
from shouwen.people.models import Staff
from shouwen.refunds.models import Refund


class BatchList(models.Model):
    """A file of customers that was handed in. Several add up; a row that another one has is refused.

    `done` counts the rows that were looked at, in the transaction that wrote what came of them.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        READING = "reading"
        READ = "read"
        FAILED = "failed"

    batch = models.ForeignKey(BatchDispute, models.PROTECT, related_name="lists")
    number = models.IntegerField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="batches/%Y/%m")
    rejected = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, default="zh")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.IntegerField(default=0)
    good = models.IntegerField(default=0)
    bad = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    trouble = models.JSONField(null=True, blank=True)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="batchlist_number")]
        indexes = [models.Index(fields=["id"], name="batchlist_waiting", condition=Q(state__in=("waiting", "reading")))]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"


class BatchNotice(models.Model):
    """What one customer is told of: everything of theirs that was booked and that they were not told of yet."""

    batch = models.ForeignKey(BatchDispute, models.PROTECT, related_name="notices", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", db_index=False)
    principal = models.DecimalField(max_digits=12, decimal_places=2)
    gift = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    prepared_at = models.DateTimeField()
    export = models.IntegerField(null=True, blank=True)
    informed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["batch", "id"], name="batchnotice_open", condition=Q(informed_at=None)),
            models.Index(fields=["batch", "export"], name="batchnotice_export"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} notice {self.pk}"


class BatchLine(models.Model):
    """One row of the list: one customer's one bill. A wrong one is struck or mended with a reason, and stays on record.

    `done_at` is when it was carried out; with money that means ordered, and its refund knows the rest.
    """

    batch = models.ForeignKey(BatchDispute, models.PROTECT, related_name="lines", db_index=False)
    line = models.IntegerField()
    list = models.ForeignKey(BatchList, models.PROTECT, related_name="+", db_index=False)
    row = models.IntegerField()
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="batch_lines", db_index=False)
    charge = models.CharField(max_length=80, blank=True)
    bill = models.CharField(max_length=40, blank=True)
    charged = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    principal = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    gift = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    struck_why = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    refund = models.OneToOneField(Refund, models.PROTECT, null=True, blank=True, related_name="batch_line")
    notice = models.ForeignKey(BatchNotice, models.PROTECT, null=True, blank=True, related_name="lines", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "line"], name="batchline_line"),
            models.UniqueConstraint(
                fields=["batch", "customer", "bill"], name="batchline_once", condition=Q(struck_why="")
            ),
            models.CheckConstraint(condition=Q(principal__gte=0, gift__gte=0), name="batchline_positive"),
        ]
        indexes = [
            models.Index(fields=["customer", "bill"], name="batchline_customer"),
            models.Index(fields=["batch", "customer"], name="batchline_to_tell", condition=Q(notice=None)),
        ]
        ordering = ["line"]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.line}"

    @property
    def total(self) -> Decimal:
        """Principal and gift together."""
        return self.principal + self.gift


class BatchPaper(models.Model):
    """A paper 依据 that belongs to the batch; its place on disk is its key, never its name (C4.8.4)."""

    batch = models.ForeignKey(BatchDispute, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=80)
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="papers/%Y/%m/%d")
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
