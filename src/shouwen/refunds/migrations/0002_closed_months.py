"""What was entered in a month that is closed can't be changed, nor a month opened again, whoever asks: on SQLite.

PostgreSQL gets no triggers (a Citus schema has none): there the verbs alone keep it, under the month's lock.
"""

from django.db import migrations

CLOSED = "EXISTS (SELECT 1 FROM refunds_period p WHERE p.closed_at IS NOT NULL AND p.month IN (OLD.period, NEW.period))"
CHANGED = "(OLD.period, OLD.booked, OLD.state) IS NOT (NEW.period, NEW.booked, NEW.state)"
TRIGGERS = {
    "refunds_refund_closed_month": (
        f"BEFORE UPDATE OF period, booked, state ON refunds_refund WHEN {CHANGED} AND {CLOSED} "
        "BEGIN SELECT RAISE(ABORT, 'the month is closed'); END"
    ),
    "refunds_period_stays_closed": (
        "BEFORE UPDATE ON refunds_period WHEN OLD.closed_at IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'the month is closed'); END"
    ),
    "refunds_period_no_delete": (
        "BEFORE DELETE ON refunds_period WHEN OLD.closed_at IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'the month is closed'); END"
    ),
}


def forbid(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name, what in TRIGGERS.items():
            schema_editor.execute(f"CREATE TRIGGER {name} {what}")


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("refunds", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
