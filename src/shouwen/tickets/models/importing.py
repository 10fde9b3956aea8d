"""Files that tickets are imported from: how a kind of file is read, and what became of one file."""

from typing import Self

from django.db import models

from shouwen.ledger.models import Chain
from shouwen.ledger.scoped import Actor, ScopedManager, ScopedQuerySet
from shouwen.people.models import Staff
from shouwen.people.system import System


class ImportProfile(models.Model):
    """How one kind of file is read: which column is which field, and what stands for what. Kept under a name."""

    name = models.CharField(max_length=60)
    reading = models.JSONField(default=dict)
    by = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="importprofile_name")]

    def __str__(self) -> str:
        return self.name


class ImportRunQuerySet(ScopedQuerySet):
    def seen_by(self, actor: Actor) -> Self:
        """Imports into one's own part of the tree, and one's own."""
        if isinstance(actor, System):
            return self
        if not isinstance(actor, Staff):
            return self.none()
        seen = models.Q(by=actor)
        for path in actor.paths:
            seen |= models.Q(owner__unit__path__startswith=path)
        return self.filter(seen)


class ImportRun(models.Model):
    """One file's way into the desk. `reading` is the profile as it was used; counts are kept while it runs.

    It goes from `draft` (uploaded, being mapped; a dry run leaves its counts there) over `waiting` for the worker
    and `running` to `finished` or `failed`. `language` is that of the reasons for rejected rows.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        WAITING = "waiting"
        RUNNING = "running"
        FINISHED = "finished"
        FAILED = "failed"

    chain = models.OneToOneField(Chain, models.PROTECT, null=True, blank=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="imports/%Y/%m", blank=True)
    rejected = models.FileField(upload_to="imports/%Y/%m", blank=True)
    profile = models.CharField(max_length=60, blank=True)
    reading = models.JSONField(default=dict)
    owner = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=2, default="zh")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    dry = models.BooleanField(default=False)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    made = models.IntegerField(default=0)
    already = models.IntegerField(default=0)
    bad = models.IntegerField(default=0)
    trouble = models.JSONField(null=True, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    rows = models.Manager()
    objects = ScopedManager(ImportRunQuerySet)

    class Meta:
        base_manager_name = "rows"
        indexes = [
            models.Index(fields=["id"], name="importrun_waiting", condition=models.Q(state__in=("waiting", "running")))
        ]

    def __str__(self) -> str:
        return self.file_name
