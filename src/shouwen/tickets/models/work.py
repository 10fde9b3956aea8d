"""What is done on a ticket: contacts with the customer, the closing reply, and consents asked for."""

from django.db import models

from shouwen.people.models import Staff
from shouwen.tickets.models.ticket import Ticket


class Contact(models.Model):
    """A contact with the customer, to the minute: how, what was said, what they answered, what was promised (C3.2)."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="contacts")
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entered_at = models.DateTimeField()
    way = models.CharField(max_length=20)
    reached = models.BooleanField(default=True)
    said = models.TextField()
    answered = models.TextField(blank=True)
    promised = models.CharField(max_length=400, blank=True)
    promised_until = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class Reply(models.Model):
    """The closing reply with its five elements (C4.2): course, answer, satisfaction, who, when."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="replies")
    course = models.TextField()
    answer = models.TextField()
    satisfaction = models.CharField(max_length=20)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"reply {self.pk}"


class Consent(models.Model):
    """Something that needs another person's yes: a hold, a void, or taking over first-asked responsibility."""

    class Kind(models.TextChoices):
        HOLD = "hold"
        VOID = "void"
        HANDOVER = "handover"

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=40, blank=True)
    why = models.CharField(max_length=400)
    asked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_of = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="asked")
    decided_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "kind"], name="consent_one_pending", condition=models.Q(decided_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
