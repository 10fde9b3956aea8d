"""The same matter complained of by many, and the batch incident that it becomes (C1.3.3)."""

from django.db import models

from shouwen.people.models import Unit


class Matter(models.Model):
    """What complaints are about, as far as "the same matter" goes: the leaf category and what it hits.

    Its row is the lock under which arrivals are counted, so that exactly one incident comes of a surge.
    """

    key = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="matter_key")]

    def __str__(self) -> str:
        return self.key


class Incident(models.Model):
    """A batch incident 批量投诉: complaints of one matter that came in a surge; later ones join while it is open."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="incidents")
    branch = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    category = models.CharField(max_length=80)
    hits_kind = models.CharField(max_length=10, blank=True)
    hits = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    customers = models.IntegerField(default=0)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="incident_code"),
            models.UniqueConstraint(fields=["matter"], name="incident_one_open", condition=models.Q(closed_at=None)),
        ]

    def __str__(self) -> str:
        return self.code
