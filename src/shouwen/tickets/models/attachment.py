"""Files that belong to a ticket."""

from django.db import models

from shouwen.people.models import Staff
from shouwen.tickets.models.ticket import Ticket


class Attachment(models.Model):
    """A file as it was handed in. Its place on disk is its key, never its name."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=80)
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="%Y/%m/%d")
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
