"""The database as the command line sees it: what waits to be applied, and applying it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from shouwen.calendars.seeding import SeededYear, seed
from shouwen.people.system import SETUP

# The number of the advisory lock that a migration holds on PostgreSQL: "shouwen" in letters of a telephone.
MIGRATING = 7468936


def pending() -> tuple[str, ...]:
    """Answers the migrations that the database lacks, as `app.name`, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)


def migrate() -> list[SeededYear]:
    """Applies what is pending, makes the cache's table and the folder of an SQLite file, fills in the calendar.

    Answers the years that the calendar lacked.
    """
    if connection.vendor == "sqlite":
        Path(str(connection.settings_dict["NAME"])).parent.mkdir(parents=True, exist_ok=True)
    with _alone():
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        return seed(SETUP, datetime.now(UTC))


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody else migrates meanwhile.

    A statement of a migration that was killed may still be running in PostgreSQL, which hears of the kill only at its
    end; a second migration that did not wait would find half of its steps done. SQLite ends with its process.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])


def settle() -> None:
    """Lets PostgreSQL plan by what the tables hold now, which its own rounds would see to within minutes.

    SQLite has no statistics on purpose: without any it plans our statements as it does after a whole ANALYZE, which
    keeps writers waiting for seconds; a limited one misleads it into plans that take four times as long.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")


def engine() -> str:
    """Answers the engine and its version, as "SQLite 3.40.1". Raises django.db.Error when unreachable."""
    connection.ensure_connection()
    version = ".".join(map(str, connection.get_database_version()))
    return f"{connection.display_name} {version}"
