"""Calls in order of time, of all campaigns or of an operator, and who an account is in the files."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_corrections"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="operator",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="records.operator"
            ),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["started_at", "id"], name="call_by_time"),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["operator", "started_at"], name="call_of_operator"),
        ),
    ]
