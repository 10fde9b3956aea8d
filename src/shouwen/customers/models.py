"""The memory of customers."""

from datetime import datetime
from typing import Self

from django.db import models

from shouwen.ledger.asking import load
from shouwen.ledger.models import Chain
from shouwen.ledger.scoped import Actor, ScopedManager, ScopedQuerySet
from shouwen.people.models import Staff


class GroupCustomer(models.Model):
    """A group customer 集团客户 with its grade A, B or C."""

    code = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    grade = models.CharField(max_length=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], name="groupcustomer_code")]

    def __str__(self) -> str:
        return self.name


class CustomerQuerySet(ScopedQuerySet):
    def seen_by(self, actor: Actor) -> Self:
        """A number may be served at any desk of the company; what is shown of it is masked (M4)."""
        return self


class Customer(models.Model):
    """A customer by number. Everything that tells who they are is masked unless a reason is recorded (M4)."""

    chain = models.OneToOneField(Chain, models.PROTECT)
    number = models.CharField(max_length=20)
    name = models.CharField(max_length=80, blank=True)
    identity = models.CharField(max_length=30, blank=True)
    brand = models.CharField(max_length=20, blank=True)
    grade = models.CharField(max_length=20, blank=True)
    province = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=20, blank=True)
    group = models.ForeignKey(GroupCustomer, models.PROTECT, null=True, blank=True, related_name="customers")
    key_person = models.BooleanField(default=False)
    government = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager(CustomerQuerySet)

    class Meta:
        base_manager_name = "rows"
        constraints = [models.UniqueConstraint(fields=["number"], name="customer_number")]
        indexes = [models.Index(fields=["name"], name="customer_name")]

    def __str__(self) -> str:
        return f"customer {self.pk}"

    def mark(self, at: datetime) -> "SensitiveMark | None":
        """The sensitive mark 敏感客户 in force at `at` (C1.3.8)."""
        theirs = "WHERE t.customer_id = %s AND t.lifted_at IS NULL"
        current = "AND t.at <= %s AND (t.until IS NULL OR t.until > %s) ORDER BY t.at DESC LIMIT 1"
        return next(iter(load(SensitiveMark, f"{theirs} {current}", self.pk, at, at)), None)


class SensitiveMark(models.Model):
    """Who marked a customer as sensitive, why, and until when."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="marks")
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+", null=True)
    why = models.CharField(max_length=200)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["lifted_at", "until"], name="mark_current")]

    def __str__(self) -> str:
        return f"mark {self.pk}"


class NumberSegment(models.Model):
    """Where the numbers that begin with `prefix` are at home; comes before the packaged attribution table."""

    prefix = models.CharField(max_length=9, primary_key=True)
    province = models.CharField(max_length=20)
    city = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.prefix
