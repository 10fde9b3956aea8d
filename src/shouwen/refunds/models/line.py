"""How the line to billing stands: one row, so that all workers pause together when billing is down."""

from django.db import models

ONLY = 1


class Line(models.Model):
    """The row. `failures` in a row; nobody calls billing before `paused_until`."""

    failures = models.IntegerField(default=0)
    paused_until = models.DateTimeField(null=True, blank=True)
    down_since = models.DateTimeField(null=True, blank=True)
    good_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.failures} failures"
