"""The memory of clocks: a projection of the events, kept so that queues can be sorted and the sweep is quick."""

from django.db import models

from shouwen.ledger.models import Chain
from shouwen.people.models import SkillGroup, Staff, Unit


class Watched(models.Model):
    """What the clocks need to know of the thing they run on: whose it is and how to name it."""

    chain = models.OneToOneField(Chain, models.PROTECT, primary_key=True, related_name="watched")
    about = models.CharField(max_length=40)
    link = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    first_asked = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    group = models.ForeignKey(SkillGroup, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    def __str__(self) -> str:
        return self.about


class Clock(models.Model):
    """One run of one kind of clock on one chain. `wake_at` is when the sweep must look at it next."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="clocks", db_index=False)
    kind = models.CharField(max_length=20)
    run = models.IntegerField(default=1)
    started_at = models.DateTimeField()
    minutes = models.IntegerField()
    unit = models.CharField(max_length=5)
    segments = models.JSONField(default=list)
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    provisional = models.BooleanField(default=False)
    because = models.JSONField(default=list)
    among = models.JSONField(default=list)
    hours = models.CharField(max_length=60)
    calendar_version = models.IntegerField()
    edition = models.CharField(max_length=20)
    said = models.IntegerField(default=0)
    breached = models.BooleanField(default=False)
    wake_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "kind", "run"], name="clock_run")]
        indexes = [
            models.Index(fields=["wake_at"], name="clock_wake", condition=models.Q(wake_at__isnull=False)),
            models.Index(fields=["unit", "due_at"], name="clock_running", condition=models.Q(stopped_at=None)),
            models.Index(
                fields=["chain"], name="clock_promised", condition=models.Q(kind="promise", stopped_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.chain_id}"
