"""What belongs to a person at the desk rather than to a ticket: drafts, saved views, who looks at what."""

from django.db import models

from shouwen.people.models import Staff
from shouwen.tickets.models.ticket import Ticket


class Draft(models.Model):
    """What somebody typed into a form and has not handed in yet."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=60)
    typed = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "form"], name="draft_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.form}"


class HandIn(models.Model):
    """A form that was handed in, under the token it was shown with: sent twice, it still opens one ticket (C4.7)."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    token = models.UUIDField()
    ticket = models.ForeignKey(Ticket, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "token"], name="handin_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.token}"


class SavedView(models.Model):
    """A queue's filters under a name."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="views")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "name"], name="savedview_once")]

    def __str__(self) -> str:
        return self.name


class Presence(models.Model):
    """Who has a ticket open just now, and whether they are writing."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="presences")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    writing = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "staff"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} on {self.ticket_id}"
