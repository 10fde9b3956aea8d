"""What the numbers of a desk are counted by stands in the indexes of what is one's own."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

COLUMNS = {
    "ticket_owned": ["first_asked", "next_due_at", "id", "state", "holder"],
    "ticket_held": ["holder", "next_due_at", "id", "state", "first_asked"],
}


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0009_category"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        operation
        for name, fields in COLUMNS.items()
        for operation in (
            migrations.RemoveIndex(model_name="ticket", name=name),
            migrations.AddIndex(
                model_name="ticket", index=models.Index(fields=fields, name=name, condition=Q(archived_at=None))
            ),
        )
    ]
