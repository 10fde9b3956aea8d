from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_stamp")]

    operations = [
        migrations.AddField(
            model_name="staff",
            name="password_by_other",
            field=models.BooleanField(default=False),
        ),
    ]
