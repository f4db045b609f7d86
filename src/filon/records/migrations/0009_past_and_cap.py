"""What a test corrects, frozen at its launch: the past of operators and lists, and calls beyond a cap."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0008_decided_from"),
    ]

    operations = [
        migrations.AddField(
            model_name="experiment",
            name="past_days",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="experiment",
            name="cap_share",
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=5, null=True),
        ),
        migrations.AlterField(
            model_name="experiment",
            name="assigned_by",
            field=models.CharField(
                choices=[("filon", "par Filon, au hasard"), ("files", "par votre outil (colonne variant)")],
                default="filon",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.CheckConstraint(
                condition=models.Q(("past_days__isnull", True), ("past_days__gte", 0), _connector="OR"),
                name="experiment_past_not_negative",
            ),
        ),
    ]
