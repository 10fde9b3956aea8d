"""Indexes that lead every list to its page; foreign keys whose index another one covers, or nobody asks, have none."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0002_initial"),
        ("ledger", "0002_append_only"),
        ("people", "0001_initial"),
        ("tickets", "0005_phone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="ticket",
            name="ticket_phone",
        ),
        migrations.AlterField(
            model_name="ticket",
            name="branch",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="customer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tickets",
                to="customers.customer",
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="first_asked",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="first_asked",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="group",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tickets",
                to="people.skillgroup",
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="holder",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="held",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="incident",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tickets",
                to="tickets.incident",
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="matter",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="tickets", to="tickets.matter"
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="repeats",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="repeated_by",
                to="tickets.ticket",
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
            ),
        ),
        migrations.AlterField(
            model_name="urgency",
            name="ticket",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="urgencies",
                to="tickets.ticket",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("archived_at", None)), fields=["rank", "next_due_at", "id"], name="ticket_urgent"
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("archived_at", None)), fields=["next_due_at", "id"], name="ticket_due"
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("archived_at", None)), fields=["-opened_at", "-id"], name="ticket_fresh"
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["group", "-opened_at", "-id"], name="ticket_newest_group"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["first_asked", "-opened_at", "-id"], name="ticket_newest_owned"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["holder", "-opened_at", "-id"], name="ticket_newest_held"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["path", "-opened_at", "-id"], name="ticket_newest_place"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("state", "voided")), fields=["-opened_at", "-id"], name="ticket_newest_voided"
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("contact_phone", ""), _negated=True), fields=["contact_phone"], name="ticket_phone"
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("incident__isnull", False)),
                fields=["incident", "next_due_at", "id"],
                name="ticket_incident",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("repeats__isnull", False)), fields=["repeats"], name="ticket_repeats"
            ),
        ),
        migrations.AddIndex(
            model_name="urgency",
            index=models.Index(condition=models.Q(("proposed", False)), fields=["kind", "ticket"], name="urgency_kind"),
        ),
    ]
