"""An index that names the tickets of a rare category; on PostgreSQL one of beginnings, for the categories below it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0008_team_load")]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                fields=["category", "id"], name="ticket_category", opclasses=["varchar_pattern_ops", "int8_ops"]
            ),
        ),
    ]
