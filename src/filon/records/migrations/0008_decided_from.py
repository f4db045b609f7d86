"""What a test showed when it was decided."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0007_scenarios"),
    ]

    operations = [
        migrations.AddField(
            model_name="experiment",
            name="decided_from",
            field=models.JSONField(blank=True, null=True),
        ),
    ]
