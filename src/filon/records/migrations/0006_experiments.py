"""Tests and the variants they compare."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0005_registers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Experiment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("experiment_code", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=200)),
                (
                    "lever",
                    models.CharField(
                        choices=[
                            ("script", "script"),
                            ("pitch", "accroche par secteur"),
                            ("list", "fichier"),
                            ("slot", "créneau"),
                        ],
                        max_length=20,
                    ),
                ),
                ("hypothesis", models.TextField(blank=True)),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("contact", "contact"),
                            ("list", "fichier"),
                            ("slot", "créneau de deux heures"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "metric",
                    models.CharField(
                        choices=[
                            ("appointments_per_contact", "rendez-vous par contact appelé"),
                            ("opportunities_per_contact", "opportunités par contact appelé"),
                            ("conversations_per_call", "conversations utiles par appel"),
                            ("appointments_per_conversation", "rendez-vous par conversation utile"),
                            ("cost_per_appointment", "coût par rendez-vous"),
                            ("cost_per_opportunity", "coût par opportunité"),
                        ],
                        max_length=60,
                    ),
                ),
                (
                    "assigned_by",
                    models.CharField(
                        choices=[
                            ("filon", "par Filon, au hasard et toujours le même"),
                            ("files", "par votre outil : celle des fichiers fait foi"),
                        ],
                        default="filon",
                        max_length=20,
                    ),
                ),
                ("minimum_effect", models.DecimalField(decimal_places=4, max_digits=6)),
                ("baseline", models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True)),
                ("sample", models.IntegerField()),
                ("weeks", models.IntegerField()),
                ("window_days", models.IntegerField()),
                ("budget_share", models.DecimalField(blank=True, decimal_places=4, max_digits=5, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "brouillon"),
                            ("running", "en cours"),
                            ("stopped", "arrêté"),
                            ("decided", "décidé"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("launched_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("roll_out", "généraliser"),
                            ("drop", "abandonner"),
                            ("cannot_tell", "on ne peut pas encore conclure"),
                        ],
                        max_length=20,
                        null=True,
                    ),
                ),
                ("decision_reason", models.TextField(blank=True)),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, max_length=60)),
                (
                    "campaign",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.campaign"),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.change"
                    ),
                ),
                (
                    "created",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.change",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Variant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("variant", models.CharField(max_length=60)),
                ("description", models.CharField(blank=True, max_length=200)),
                ("weight", models.IntegerField(default=1)),
                ("control", models.BooleanField(default=False)),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.change"
                    ),
                ),
                (
                    "created",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.change",
                    ),
                ),
                (
                    "experiment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="variants",
                        to="records.experiment",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at__isnull", True)),
                fields=("experiment_code",),
                name="experiment_code_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lever__isnull", True),
                    ("lever__in", ["script", "pitch", "list", "slot"]),
                    _connector="OR",
                ),
                name="experiment_lever_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("unit__isnull", True), ("unit__in", ["contact", "list", "slot"]), _connector="OR"
                ),
                name="experiment_unit_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("metric__isnull", True),
                    (
                        "metric__in",
                        [
                            "appointments_per_contact",
                            "opportunities_per_contact",
                            "conversations_per_call",
                            "appointments_per_conversation",
                            "cost_per_appointment",
                            "cost_per_opportunity",
                        ],
                    ),
                    _connector="OR",
                ),
                name="experiment_metric_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("assigned_by__isnull", True), ("assigned_by__in", ["filon", "files"]), _connector="OR"
                ),
                name="experiment_assigner_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__isnull", True),
                    ("status__in", ["draft", "running", "stopped", "decided"]),
                    _connector="OR",
                ),
                name="experiment_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decision__isnull", True),
                    ("decision__in", ["roll_out", "drop", "cannot_tell"]),
                    _connector="OR",
                ),
                name="experiment_decision_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.CheckConstraint(
                condition=models.Q(("window_days__isnull", True), ("window_days__gte", 0), _connector="OR"),
                name="experiment_window_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.CheckConstraint(
                condition=models.Q(("sample__gt", 0)), name="experiment_sample_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.CheckConstraint(
                condition=models.Q(("minimum_effect__gt", 0)), name="experiment_effect_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at__isnull", True)),
                fields=("experiment", "variant"),
                name="variant_of_experiment_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__isnull", True), ("weight__gte", 0), _connector="OR"),
                name="variant_weight_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("control", True), ("voided_at__isnull", True)),
                fields=("experiment",),
                name="variant_one_control",
            ),
        ),
    ]
