from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_times_signed_out")]

    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.CharField(max_length=32)),
            ],
        ),
    ]
