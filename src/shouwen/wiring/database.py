"""The database as the command line sees it: what waits to be applied, and applying it."""

from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from shouwen.calendars.seeding import SeededYear, seed
from shouwen.people.system import SETUP


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
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return seed(SETUP, datetime.now(UTC))


def engine() -> str:
    """Answers the engine and its version, as "SQLite 3.40.1". Raises django.db.Error when unreachable."""
    connection.ensure_connection()
    version = ".".join(map(str, connection.get_database_version()))
    return f"{connection.display_name} {version}"
