"""One way to objects: through the eyes of somebody, or with a written reason for looking at all of them."""

from typing import Any, Protocol, Self

from django.db import models


class MissingScope(RuntimeError):
    """A query was begun without saying whose eyes it is asked through. This is a bug in our code."""


class Actor(Protocol):
    """Whoever acts: a member of staff, or the system itself. `may` asks the permission table."""

    @property
    def code(self) -> str: ...

    def may(self, right: str, subject: object | None = None) -> bool: ...


class ScopedQuerySet(models.QuerySet):
    """A query set that knows how to narrow itself to what an actor may see."""

    def seen_by(self, actor: Actor) -> Self:
        """Only the rows that `actor` may know of; the others do not exist for them."""
        raise MissingScope(f"{type(self).__name__} does not say who sees what")


class ScopedManager(models.Manager):
    """Raises `MissingScope` unless asked `seen_by(actor)` or `unscoped(reason)`."""

    def __init__(self, queryset: type[ScopedQuerySet]) -> None:
        super().__init__()
        self._scoped = queryset

    def get_queryset(self) -> Any:
        raise MissingScope(f"{self.model.__name__}: say seen_by(actor) or unscoped(reason)")

    def seen_by(self, actor: Actor) -> Any:
        return self._scoped(self.model, using=self._db).seen_by(actor)

    def unscoped(self, reason: str) -> Any:
        """Every row. `reason` says to the reader why no person's eyes are asked (worker, uniqueness, creation)."""
        if not reason:
            raise MissingScope(f"{self.model.__name__}: unscoped() wants a reason")
        return self._scoped(self.model, using=self._db)
