"""What the API remembers: what it answered under an Idempotency-Key."""

from django.db import models

from shouwen.people.models import Token


class Answered(models.Model):
    """A change that was made for a request with an Idempotency-Key, and what was answered.

    It is committed together with the change, so that an answer which got lost on its way can be given again.
    `digest` is that of the request: method, address and body.
    """

    token = models.ForeignKey(Token, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    status = models.IntegerField()
    location = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answered_once")]
        indexes = [models.Index(fields=["at"], name="answered_age")]

    def __str__(self) -> str:
        return f"{self.token_id} {self.key}"
