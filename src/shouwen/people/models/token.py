"""Tokens: how a program acts in the name of a member of staff, without their password."""

import hashlib
import secrets

from django.db import models

from shouwen.ledger.models import Chain
from shouwen.people.models.staff import Staff

PREFIX = "shouwen_"


class Token(models.Model):
    """A token 接口令牌 of a program. Only its digest is stored: whoever reads the database cannot use it."""

    chain = models.OneToOneField(Chain, models.PROTECT)
    name = models.CharField(max_length=60)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="tokens")
    digest = models.CharField(max_length=64)
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], name="token_name"),
            models.UniqueConstraint(fields=["digest"], name="token_digest"),
        ]

    def __str__(self) -> str:
        return self.name


def fresh() -> str:
    """Answers a new secret. It is shown once and kept nowhere."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Answers what is stored of a secret. It is random and long, so a plain hash needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()
