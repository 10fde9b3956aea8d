"""A database in figures, read in one transaction: what a backup writes down and a restore compares."""

import hashlib

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from shouwen.ledger.models import Chain, Seal
from shouwen.wiring.backup.manifest import State

# What is worth nothing a moment later, and may be emptied at any time; and who was signed in is nobody else's matter.
PASSING = {"django_cache", "django_session"}


def read() -> State:
    """Answers the figures of the database that Django is connected to, as the current transaction sees it."""
    last = Seal.objects.order_by("-number").values_list("number", "hash").first()
    return State(
        counts=_counts(),
        heads=_heads(),
        seal=last[0] if last else 0,
        seal_hash=last[1] if last else "",
        migrations=sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
    )


def _counts() -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        tables = connection.introspection.django_table_names(only_existing=False, include_views=False)
        for table in sorted({*tables, "django_migrations"} & there - PASSING):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            found[table] = cursor.fetchone()[0]
    return found


def _heads() -> str:
    """One digest over name, length and head of every chain, in the order of their keys."""
    digest = hashlib.sha256()
    for name, length, head in Chain.objects.order_by("pk").values_list("name", "length", "head").iterator(10_000):
        digest.update(f"{name}\t{length}\t{head}\n".encode())
    return digest.hexdigest()


def files_named() -> set[str]:
    """Answers the files that rows name, by their places below the folder of attachments."""
    named: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if getattr(field, "upload_to", None) is not None:
                rows = model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True)
                named.update(name for name in rows.iterator(10_000) if name)
    return named
