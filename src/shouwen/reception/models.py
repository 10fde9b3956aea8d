"""The memory of what went to paper, so that a sheet can be checked later (C5.1)."""

from django.db import models

from shouwen.people.models import Staff
from shouwen.tickets.models import Ticket


class Printed(models.Model):
    """A paper as it was printed: what it said (the customer masked), by whom, its check code.

    `length` is how many events the thing that it is about had; what came later is what changed since.
    """

    code = models.CharField(max_length=10)
    said = models.JSONField()
    length = models.IntegerField()
    in_full = models.BooleanField(default=False)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["-pk"]


class PrintedForm(Printed):
    """A reception form 服务登记表."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="printed_forms")

    class Meta(Printed.Meta):
        constraints = [models.UniqueConstraint(fields=["ticket", "code"], name="printedform_once")]

    def __str__(self) -> str:
        return f"form {self.pk}"
