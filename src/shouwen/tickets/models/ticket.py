"""A ticket: one complaint (or acceptance, appointment, inquiry) from first contact to the archive."""

from typing import Self

from django.db import models
from django.db.models import Q

from shouwen.customers.models import Customer
from shouwen.ledger.models import Chain
from shouwen.ledger.scoped import Actor, ScopedManager, ScopedQuerySet
from shouwen.people.models import SkillGroup, Staff, Unit
from shouwen.people.system import System
from shouwen.tickets.models.incident import Incident, Matter


class TicketQuerySet(ScopedQuerySet):
    def seen_by(self, actor: Actor) -> Self:
        """Tickets of one's own part of the tree, of one's groups, and those first asked of oneself."""
        if isinstance(actor, System):
            return self
        if not isinstance(actor, Staff):
            return self.none()
        seen = Q(first_asked=actor) | Q(holder=actor)
        for path in actor.paths:
            seen |= Q(path__startswith=path)
        if actor.group_ids:
            seen |= Q(group__in=actor.group_ids)
        return self.filter(seen)


class Ticket(models.Model):
    """A ticket 工单. The fields beside the text are what queues, searches and counters need."""

    chain = models.OneToOneField(Chain, models.PROTECT)
    serial = models.CharField(max_length=30)
    external_id = models.CharField(max_length=80, null=True, blank=True)
    column = models.CharField(max_length=12)
    category = models.CharField(max_length=80)
    source = models.CharField(max_length=40)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="tickets")
    contact_phone = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    evidence = models.TextField(blank=True)
    hits_kind = models.CharField(max_length=10, blank=True)
    hits = models.CharField(max_length=60, blank=True)
    direction = models.CharField(max_length=4, default="none")
    said_why = models.CharField(max_length=200, blank=True)

    contacted_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    state = models.CharField(max_length=12)
    held_from = models.CharField(max_length=12, blank=True)
    priority = models.CharField(max_length=10)
    rank = models.IntegerField()

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    branch = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    path = models.CharField(max_length=200)
    first_asked = models.ForeignKey(Staff, models.PROTECT, related_name="first_asked")
    group = models.ForeignKey(SkillGroup, models.PROTECT, null=True, blank=True, related_name="tickets")
    holder = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="held")
    outside = models.CharField(max_length=80, blank=True)

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="tickets")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, blank=True, related_name="tickets")
    repeats = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="repeated_by")
    repeat_confirmed = models.BooleanField(null=True, blank=True)
    chases = models.IntegerField(default=0)

    next_due_at = models.DateTimeField(null=True, blank=True)
    next_due_clock = models.CharField(max_length=20, blank=True)
    imported = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager(TicketQuerySet)

    class Meta:
        base_manager_name = "rows"
        constraints = [
            models.UniqueConstraint(fields=["serial"], name="ticket_serial"),
            models.UniqueConstraint(fields=["external_id"], name="ticket_external"),
        ]
        indexes = [
            models.Index(
                fields=["group", "rank", "next_due_at", "id"], name="ticket_queue", condition=Q(archived_at=None)
            ),
            models.Index(
                fields=["first_asked", "next_due_at", "id"], name="ticket_owned", condition=Q(archived_at=None)
            ),
            models.Index(fields=["holder", "next_due_at", "id"], name="ticket_held", condition=Q(archived_at=None)),
            models.Index(
                fields=["path", "rank", "next_due_at", "id"], name="ticket_place", condition=Q(archived_at=None)
            ),
            models.Index(fields=["customer", "category", "-contacted_at"], name="ticket_customer"),
            models.Index(fields=["matter", "contacted_at"], name="ticket_matter"),
            models.Index(fields=["-opened_at", "-id"], name="ticket_newest"),
            models.Index(fields=["contact_phone"], name="ticket_phone"),
        ]

    def __str__(self) -> str:
        return self.serial

    def in_hands_of(self, person: Staff) -> bool:
        """Whether it is this person's although it may stand elsewhere in the tree."""
        return person.pk in (self.first_asked_id, self.holder_id) or self.group_id in person.group_ids

    @property
    def is_open(self) -> bool:
        """Somebody still owes work on it."""
        return self.state not in ("archived", "voided")


class Urgency(models.Model):
    """One kind for which a ticket is urgent, or was proposed to be, with its evidence (C1.3)."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="urgencies")
    kind = models.CharField(max_length=20)
    clause = models.CharField(max_length=12)
    evidence = models.JSONField(default=dict)
    proposed = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "kind"], name="urgency_once")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.kind}"
