"""PostgreSQL as Django knows it, except that foreign keys are not deferrable.

Citus, on which provinces may be spread, fails at COMMIT with Django's deferred checks (docs/decisions/0003).
"""

from django.db.backends.postgresql import base, operations


class DatabaseOperations(operations.DatabaseOperations):
    """Foreign keys are checked at once, statement by statement."""

    def deferrable_sql(self) -> str:
        return ""


class DatabaseWrapper(base.DatabaseWrapper):
    """The engine named in the settings."""

    ops_class = DatabaseOperations
