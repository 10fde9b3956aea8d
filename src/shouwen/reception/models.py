"""The memory of printed reception forms, so that a sheet of paper can be checked later (C5.1)."""

from django.db import models

from shouwen.people.models import Staff
from shouwen.tickets.models import Ticket


class PrintedForm(models.Model):
    """A reception form 服务登记表 as it was printed: what it said (the customer masked), by whom, its check code.

    `length` is how many events the ticket had; what came later is what changed since.
    """

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="printed_forms")
    code = models.CharField(max_length=10)
    said = models.JSONField()
    length = models.IntegerField()
    in_full = models.BooleanField(default=False)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "code"], name="printedform_once")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"form {self.pk}"
