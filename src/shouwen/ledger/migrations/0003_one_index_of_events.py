"""Events are found by chain and place: an index on the chain alone would be written for nothing."""

import django.db.models.deletion
from django.db import migrations, models

# A statement, because Django would copy the whole table on SQLite, and its triggers would be lost.
# The name is of Django's making, the same on both engines.
DROP = "DROP INDEX IF EXISTS ledger_event_chain_id_13d1be85"
MAKE = "CREATE INDEX ledger_event_chain_id_13d1be85 ON ledger_event (chain_id)"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            DROP,
            MAKE,
            state_operations=[
                migrations.AlterField(
                    model_name="event",
                    name="chain",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="ledger.chain",
                    ),
                )
            ],
        )
    ]
