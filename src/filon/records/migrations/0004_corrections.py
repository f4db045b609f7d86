"""Cost entries that take back or replace others, and those that came once their month was closed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_office"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="cost",
            name="cost_amount_not_negative",
        ),
        migrations.RemoveConstraint(
            model_name="cost",
            name="cost_hours_not_negative",
        ),
        migrations.AddField(
            model_name="cost",
            name="corrects",
            field=models.CharField(blank=True, db_index=True, max_length=200, null=True),
        ),
        migrations.AddField(
            model_name="cost",
            name="original_end",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="cost",
            name="original_start",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="cost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("corrects__isnull", False),
                    models.Q(
                        models.Q(("amount_cents__lt", 0), _negated=True),
                        models.Q(("hours__lt", 0), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="cost_negative_only_to_correct",
            ),
        ),
    ]
