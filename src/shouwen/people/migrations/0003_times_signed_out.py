from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_token_scopes")]

    operations = [
        migrations.AddField(
            model_name="staff",
            name="times_signed_out",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
