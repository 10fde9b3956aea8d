"""An index that holds all a team's numbers are counted by."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("tickets", "0007_words_by_time"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                fields=["path", "state", "holder", "group", "first_asked", "next_due_at", "opened_at"],
                name="ticket_load",
                condition=Q(archived_at=None),
            ),
        ),
    ]
