"""Tokens: how a program acts in the name of a member of staff, without their password."""

import hashlib
import secrets
from datetime import datetime
from typing import Self

from django.db import models

from shouwen.handbook.rights import Right
from shouwen.ledger.models import Chain
from shouwen.ledger.scoped import Actor, ScopedManager, ScopedQuerySet
from shouwen.people.doors import Scope
from shouwen.people.models.staff import Staff

PREFIX = "shouwen_"
EVERYTHING = " ".join(Scope)
PER_MINUTE = 60_000


class TokenQuerySet(ScopedQuerySet):
    def seen_by(self, actor: Actor) -> Self:
        """All of them for who keeps tokens, else those that act in one's own name."""
        if actor.may(Right.MANAGE_TOKENS):
            return self
        return self.filter(staff=actor) if isinstance(actor, Staff) else self.none()


class Token(models.Model):
    """A token 接口令牌 of a program. Only its digest is stored: whoever reads the database cannot use it.

    `scopes` are those of `people.doors.Scope` that it reaches, with spaces between; `per_minute` is how many
    requests it may send. It ends at `until`, or at `revoked_at` before.
    """

    chain = models.OneToOneField(Chain, models.PROTECT)
    name = models.CharField(max_length=60)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="tokens")
    digest = models.CharField(max_length=64)
    until = models.DateTimeField()
    scopes = models.CharField(max_length=60, default=EVERYTHING)
    per_minute = models.IntegerField(default=PER_MINUTE)
    revoked_at = models.DateTimeField(null=True, blank=True)

    rows = models.Manager()
    objects = ScopedManager(TokenQuerySet)

    class Meta:
        base_manager_name = "rows"
        constraints = [
            models.UniqueConstraint(fields=["name"], name="token_name"),
            models.UniqueConstraint(fields=["digest"], name="token_digest"),
        ]

    def __str__(self) -> str:
        return self.name

    def reaches(self, scope: str) -> bool:
        """Whether the token was made for that."""
        return scope in self.scopes.split()

    def ended(self, at: datetime) -> bool:
        """Whether it opens nothing any more."""
        return self.revoked_at is not None or self.until <= at


def fresh() -> str:
    """Answers a new secret. It is shown once and kept nowhere."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Answers what is stored of a secret. It is random and long, so a plain hash needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()
