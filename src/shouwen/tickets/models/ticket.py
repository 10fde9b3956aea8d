"""A ticket: one complaint (or acceptance, appointment, inquiry) from first contact to the archive."""

from dataclasses import dataclass
from typing import Self

from django.db import models
from django.db.models import Case, Q, Value, When

from shouwen.customers.models import Customer
from shouwen.handbook.clocks import ClockState
from shouwen.ledger.models import Chain
from shouwen.ledger.scoped import Actor, ScopedManager, ScopedQuerySet
from shouwen.people.models import SkillGroup, Staff, Unit
from shouwen.people.system import System
from shouwen.search.index import Hits
from shouwen.tickets.models.incident import Incident, Matter


class TicketQuerySet(ScopedQuerySet):
    """Tickets, with what `reads.ways` needs to know to page through them quickly.

    `reader` is through whose eyes they are seen. `ways` are conditions, each with an index of its own, on one of
    which every row lies; empty where a filter leads to the rows by itself, None where nobody said. `words` are in
    the texts of all of them, where they are so common that the index of words leads to the rows in their order.
    """

    reader: Staff | None = None
    ways: tuple[Q, ...] | None = None
    words: Hits | None = None

    def _clone(self) -> Self:
        clone: Self = super()._clone()
        clone.reader, clone.ways, clone.words = self.reader, self.ways, self.words
        return clone

    def seen_by(self, actor: Actor) -> Self:
        """Tickets of one's own part of the tree, of one's groups, and those first asked of oneself."""
        if isinstance(actor, System):
            return self
        if not isinstance(actor, Staff):
            return self.none()
        seen = Q(pk__in=[])
        for path in actor.paths:
            seen |= Q(path__startswith=path)
        seen |= Q(first_asked=actor) | Q(holder=actor)
        if actor.group_ids:
            seen |= Q(group__in=actor.group_ids)
        # As a CASE it is asked of rows that were found; as an OR, planners go and collect all that it allows.
        rows = self.filter(Case(When(seen, then=Value(True)), default=Value(False)))
        rows.reader = actor
        return rows

    def along(self, *ways: Q) -> Self:
        """The same rows, every one of which lies on one of these ways; none: a filter leads to them by itself."""
        rows = self._chain()
        rows.ways = ways
        return rows


class Ticket(models.Model):
    """A ticket 工单. The fields beside the text are what queues, searches and counters need."""

    chain = models.OneToOneField(Chain, models.PROTECT)
    serial = models.CharField(max_length=30)
    external_id = models.CharField(max_length=80, null=True, blank=True)
    column = models.CharField(max_length=12)
    category = models.CharField(max_length=80)
    source = models.CharField(max_length=40)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="tickets", db_index=False)
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

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    branch = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    path = models.CharField(max_length=200)
    first_asked = models.ForeignKey(Staff, models.PROTECT, related_name="first_asked", db_index=False)
    group = models.ForeignKey(SkillGroup, models.PROTECT, null=True, blank=True, related_name="tickets", db_index=False)
    holder = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="held", db_index=False)
    outside = models.CharField(max_length=80, blank=True)

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="tickets", db_index=False)
    incident = models.ForeignKey(
        Incident, models.PROTECT, null=True, blank=True, related_name="tickets", db_index=False
    )
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeated_by", db_index=False
    )
    repeat_confirmed = models.BooleanField(null=True, blank=True)
    chases = models.IntegerField(default=0)

    next_due_at = models.DateTimeField(null=True, blank=True)
    next_due_clock = models.CharField(max_length=20, blank=True)
    imported = models.BooleanField(default=False)

    # Of one that was opened just now, so that whoever tells of it need not read what was written a moment ago.
    fresh: "Fresh | None" = None

    rows = models.Manager.from_queryset(TicketQuerySet)()
    objects = ScopedManager(TicketQuerySet)

    class Meta:
        base_manager_name = "rows"
        constraints = [
            models.UniqueConstraint(fields=["serial"], name="ticket_serial"),
            models.UniqueConstraint(fields=["external_id"], name="ticket_external"),
        ]
        # Open tickets are few beside those in the archive: what sorts them to be worked keeps only them.
        indexes = [
            models.Index(fields=["rank", "next_due_at", "id"], name="ticket_urgent", condition=Q(archived_at=None)),
            models.Index(fields=["next_due_at", "id"], name="ticket_due", condition=Q(archived_at=None)),
            models.Index(fields=["-opened_at", "-id"], name="ticket_fresh", condition=Q(archived_at=None)),
            models.Index(
                fields=["group", "rank", "next_due_at", "id"], name="ticket_queue", condition=Q(archived_at=None)
            ),
            # With all that the numbers of a desk are counted by.
            models.Index(
                fields=["first_asked", "next_due_at", "id", "state", "holder"],
                name="ticket_owned",
                condition=Q(archived_at=None),
            ),
            models.Index(
                fields=["holder", "next_due_at", "id", "state", "first_asked"],
                name="ticket_held",
                condition=Q(archived_at=None),
            ),
            models.Index(
                fields=["path", "rank", "next_due_at", "id"], name="ticket_place", condition=Q(archived_at=None)
            ),
            # All that a team's numbers are counted by, in the order in which they are added up.
            models.Index(
                fields=["path", "state", "holder", "group", "first_asked", "next_due_at", "opened_at"],
                name="ticket_load",
                condition=Q(archived_at=None),
            ),
            models.Index(fields=["-opened_at", "-id"], name="ticket_newest"),
            models.Index(fields=["group", "-opened_at", "-id"], name="ticket_newest_group"),
            models.Index(fields=["first_asked", "-opened_at", "-id"], name="ticket_newest_owned"),
            models.Index(fields=["holder", "-opened_at", "-id"], name="ticket_newest_held"),
            models.Index(fields=["path", "-opened_at", "-id"], name="ticket_newest_place"),
            models.Index(fields=["-opened_at", "-id"], name="ticket_newest_voided", condition=Q(state="voided")),
            models.Index(fields=["customer", "category", "-contacted_at"], name="ticket_customer"),
            models.Index(fields=["matter", "contacted_at"], name="ticket_matter"),
            models.Index(
                fields=["category", "id"], name="ticket_category", opclasses=["varchar_pattern_ops", "int8_ops"]
            ),
            models.Index(fields=["contact_phone"], name="ticket_phone", condition=~Q(contact_phone="")),
            models.Index(
                fields=["incident", "next_due_at", "id"], name="ticket_incident", condition=Q(incident__isnull=False)
            ),
            models.Index(fields=["repeats"], name="ticket_repeats", condition=Q(repeats__isnull=False)),
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


@dataclass(frozen=True)
class Fresh:
    """What was written with a new ticket: its urgencies, and its clocks as they began to run."""

    urgencies: "tuple[Urgency, ...]"
    clocks: tuple[ClockState, ...]


class Urgency(models.Model):
    """One kind for which a ticket is urgent, or was proposed to be, with its evidence (C1.3)."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="urgencies", db_index=False)
    kind = models.CharField(max_length=20)
    clause = models.CharField(max_length=12)
    evidence = models.JSONField(default=dict)
    proposed = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "kind"], name="urgency_once")]
        indexes = [models.Index(fields=["kind", "ticket"], name="urgency_kind", condition=Q(proposed=False))]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.kind}"
