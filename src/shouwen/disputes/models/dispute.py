"""A tariff dispute 资费争议: a charge that is questioned, from the question to money back or a reasoned no (C4.8)."""

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Q

from shouwen.customers.models import Customer
from shouwen.ledger.models import Chain
from shouwen.ledger.scoped import Actor, ScopedManager, ScopedQuerySet
from shouwen.people.models import Staff, Unit
from shouwen.people.system import System
from shouwen.refunds.models import Refund
from shouwen.tickets.models import Ticket

ZERO = Decimal("0.00")


class FoundBy(models.TextChoices):
    """Who found the charge wrong: the customer, or the company itself without a complaint (C4.8)."""

    CUSTOMER = "customer"
    COMPANY = "company"


class DisputeQuerySet(ScopedQuerySet):
    def seen_by(self, actor: Actor) -> Self:
        """Disputes of one's own part of the tree, one's own ones, and those of whom one stands in for on leave."""
        if isinstance(actor, System):
            return self
        if not isinstance(actor, Staff):
            return self.none()
        seen = Q(clerk=actor)
        for path in {*actor.paths, *actor.paths_stood_in}:
            seen |= Q(path__startswith=path)
        return self.filter(seen)


class Dispute(models.Model):
    """One dispute. `principal` and `gift` are what is proposed now; `paid` is what went back so far, both parts."""

    chain = models.OneToOneField(Chain, models.PROTECT)
    serial = models.CharField(max_length=30)
    # Of the form it was handed in by: handed in again, by a double click, that form opens nothing more.
    form_key = models.CharField(max_length=32, null=True, blank=True)
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, blank=True, related_name="disputes", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="disputes", db_index=False)
    found_by = models.CharField(max_length=10, choices=FoundBy.choices)
    category = models.CharField(max_length=80)
    text = models.TextField()

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    branch = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    path = models.CharField(max_length=200)
    clerk = models.ForeignKey(Staff, models.PROTECT, related_name="disputes", db_index=False)

    received_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    promised_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    state = models.CharField(max_length=12)
    # Where a reversal began, so that one that is not granted leaves the dispute as it was.
    reversed_from = models.CharField(max_length=12, blank=True)
    cause = models.CharField(max_length=40, blank=True)
    finding = models.CharField(max_length=12, blank=True)
    unsubscribed_on = models.DateField(null=True, blank=True)
    proof = models.CharField(max_length=24, blank=True)
    outcome = models.CharField(max_length=12, blank=True)

    charged = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    principal = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    gift = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    paid = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)

    next_due_at = models.DateTimeField(null=True, blank=True)
    next_due_clock = models.CharField(max_length=20, blank=True)

    rows = models.Manager.from_queryset(DisputeQuerySet)()
    objects = ScopedManager(DisputeQuerySet)

    class Meta:
        base_manager_name = "rows"
        constraints = [
            models.UniqueConstraint(fields=["serial"], name="dispute_serial"),
            models.UniqueConstraint(fields=["clerk", "form_key"], name="dispute_form_once"),
        ]
        indexes = [
            models.Index(fields=["path", "next_due_at", "id"], name="dispute_open", condition=Q(closed_at=None)),
            models.Index(fields=["clerk", "next_due_at", "id"], name="dispute_mine", condition=Q(closed_at=None)),
            models.Index(fields=["-opened_at", "-id"], name="dispute_newest"),
            models.Index(fields=["path", "-opened_at", "-id"], name="dispute_newest_place"),
            models.Index(fields=["customer", "cause", "opened_at"], name="dispute_customer"),
            models.Index(fields=["category", "cause", "-opened_at", "-id"], name="dispute_alike"),
            models.Index(fields=["ticket"], name="dispute_ticket", condition=Q(ticket__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def amount(self) -> Decimal:
        """What is proposed to go back, the gift part included (C4.8.3)."""
        return self.principal + self.gift

    @property
    def is_open(self) -> bool:
        """Somebody still owes work on it."""
        return self.state not in ("closed", "withdrawn")

    def refunds(self) -> models.QuerySet[Refund]:
        """Every movement of money that was ordered for it, in order."""
        return Refund.rows.filter(origin="dispute", about=self.serial).order_by("pk")

    def paid_parts(self) -> tuple[Decimal, Decimal]:
        """What went back so far and was not reversed: of the charge, and as a gift."""
        done = [refund.parts for refund in self.refunds().filter(state="done")]
        return sum((part for part, _ in done), ZERO), sum((part for _, part in done), ZERO)

    def in_hands_of(self, person: Staff) -> bool:
        """Whether it is this person's although it may stand elsewhere in the tree."""
        return person.pk == self.clerk_id or any(self.path.startswith(path) for path in person.paths_stood_in)


class Counter(models.Model):
    """The unit's count of disputes: its row is the lock under which the next serial is given."""

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="+")
    made = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.made}"
