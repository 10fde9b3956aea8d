"""A refund: money that was promised to a customer, under the one key that billing knows it by."""

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Q

from shouwen.customers.models import Customer
from shouwen.handbook.money import ZERO
from shouwen.ledger.models import Chain
from shouwen.ledger.scoped import Actor, ScopedManager, ScopedQuerySet
from shouwen.people.models import Staff, Unit
from shouwen.people.system import System
from shouwen.refunds.models.files import BatchFile

# What needs a person stands first in lists.
RANKS = {"unknown": 0, "refused": 1, "sending": 2, "due": 3, "done": 4, "cancelled": 5}


class RefundQuerySet(ScopedQuerySet):
    def seen_by(self, actor: Actor) -> Self:
        """Refunds of one's own part of the tree, and those that oneself ordered."""
        if isinstance(actor, System):
            return self
        if not isinstance(actor, Staff):
            return self.none()
        seen = Q(ordered_by=actor)
        for path in actor.paths:
            seen |= Q(path__startswith=path)
        return self.filter(seen)


class Refund(models.Model):
    """Money back 退费, ordered once and sent to billing under `key` until it is known to be booked once, or never.

    `about` and `link` say what it was ordered for. Amounts are negative in a reversal 冲正, which names what it
    `reverses`. `booked_at` is billing's own time; `period` is the month it was entered in, an open one. A refund that
    is `held` waits for a person. `absent_since` is when billing first said, on being asked, that it knows nothing.
    """

    class State(models.TextChoices):
        DUE = "due"
        SENDING = "sending"
        UNKNOWN = "unknown"
        DONE = "done"
        REFUSED = "refused"
        CANCELLED = "cancelled"

    chain = models.OneToOneField(Chain, models.PROTECT)
    key = models.CharField(max_length=70)
    origin = models.CharField(max_length=12)
    about = models.CharField(max_length=40)
    link = models.CharField(max_length=200, blank=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="refunds", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    path = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    cause = models.CharField(max_length=60)
    principal = models.DecimalField(max_digits=12, decimal_places=2)
    gift = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reversals", db_index=False
    )
    proof = models.CharField(max_length=40, blank=True)

    state = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    rank = models.IntegerField(default=RANKS["due"])
    held = models.BooleanField(default=False)
    why = models.CharField(max_length=200, blank=True)

    ordered_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    ordered_at = models.DateTimeField()
    promised_at = models.DateTimeField(null=True, blank=True)

    tries = models.IntegerField(default=0)
    asks = models.IntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(null=True, blank=True)
    absent_since = models.DateTimeField(null=True, blank=True)
    file = models.ForeignKey(BatchFile, models.PROTECT, null=True, blank=True, related_name="refunds", db_index=False)

    done_at = models.DateTimeField(null=True, blank=True)
    booked_at = models.DateTimeField(null=True, blank=True)
    booked = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    receipt = models.CharField(max_length=80, blank=True)
    period = models.CharField(max_length=7, blank=True)

    rows = models.Manager()
    objects = ScopedManager(RefundQuerySet)

    class Meta:
        base_manager_name = "rows"
        constraints = [
            models.UniqueConstraint(fields=["key"], name="refund_key"),
            models.CheckConstraint(
                condition=Q(principal__gte=0, gift__gte=0, reverses=None)
                | Q(principal__lte=0, gift__lte=0, reverses__isnull=False),
                name="refund_sign",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(booked__isnull=False, booked_at__isnull=False, done_at__isnull=False),
                name="refund_done_is_booked",
            ),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(period=""), name="refund_done_in_a_month"),
        ]
        # Those on the way are few beside those that are done.
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                name="refund_waiting",
                condition=Q(state__in=("due", "sending", "unknown"), held=False),
            ),
            models.Index(fields=["rank", "-id"], name="refund_ranked"),
            models.Index(fields=["path", "rank", "-id"], name="refund_place"),
            models.Index(fields=["about"], name="refund_about"),
            models.Index(fields=["customer", "-ordered_at"], name="refund_customer"),
            models.Index(fields=["booked_at"], name="refund_booked", condition=Q(state="done")),
            models.Index(fields=["period"], name="refund_period", condition=Q(state="done")),
            models.Index(fields=["reverses"], name="refund_reverses", condition=Q(reverses__isnull=False)),
            models.Index(fields=["file"], name="refund_file", condition=Q(file__isnull=False)),
            models.Index(fields=["ordered_by", "-id"], name="refund_orderer"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def total(self) -> Decimal:
        """Principal and gift together: what billing must book, to the cent."""
        return self.principal + self.gift

    @property
    def parts(self) -> tuple[Decimal, Decimal]:
        """Principal and gift as they moved: where billing booked less than was ordered, the customer's gift is
        short first, and a reversal takes the gift first."""
        if self.booked is None or self.booked == self.total:
            return self.principal, self.gift
        if self.reverses_id is None:
            principal = min(self.principal, self.booked)
            return principal, self.booked - principal
        gift = max(self.gift, self.booked)
        return self.booked - gift, gift

    @property
    def is_open(self) -> bool:
        """Whether the outcome is still to come."""
        return self.state in (self.State.DUE, self.State.SENDING, self.State.UNKNOWN)


class Attempt(models.Model):
    """One call to billing about a refund. Written before the call; without `ended_at` nobody knows how it went."""

    refund = models.ForeignKey(Refund, models.PROTECT, related_name="attempts")
    what = models.CharField(max_length=10)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    receipt = models.CharField(max_length=80, blank=True)
    why = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.what} {self.pk}"
