"""The memory of messages."""

from django.db import models

from shouwen.people.models import Staff


class Message(models.Model):
    """A message to one person: what (a code and facts, words are made at display), about which subject."""

    to = models.ForeignKey(Staff, models.CASCADE, related_name="messages")
    code = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    about = models.CharField(max_length=40, blank=True)
    link = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    once = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["once"], name="message_once")]
        indexes = [
            models.Index(fields=["to", "-at"], name="message_to_at"),
            models.Index(fields=["to"], name="message_unread", condition=models.Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"
