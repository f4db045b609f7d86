"""The shipped outcomes, the first qualification rule, and a journal that cannot be altered."""

from datetime import date
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from filon.terms.outcome import SHIPPED

SQLITE_TRIGGERS = """
CREATE TRIGGER journal_no_update BEFORE UPDATE ON records_journalentry
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON records_journalentry
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
"""
POSTGRESQL_TRIGGERS = """
CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$;
CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON records_journalentry
FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
"""


def _ship(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    outcome: Any = apps.get_model("records", "Outcome")
    outcome.objects.bulk_create(
        outcome(
            code=term.code,
            label_fr=term.label.fr,
            label_en=term.label.en,
            human=term.human,
            decision=term.decision,
            useful=term.useful,
            final=term.final,
            optout=term.optout,
        )
        for term in SHIPPED
    )
    rule: Any = apps.get_model("records", "QualificationRule")
    rule.objects.create(version="useful.v1", valid_from=date(1900, 1, 1))


def _guard(_: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL_TRIGGERS)
    else:
        with editor.connection.cursor() as cursor:
            for statement in SQLITE_TRIGGERS.split("\nCREATE "):
                body = statement.strip()
                if body:
                    cursor.execute(body if body.startswith("CREATE") else f"CREATE {body}")


class Migration(migrations.Migration):
    """Ships the default outcomes and rule; guards the journal."""

    dependencies = [("records", "0001_initial")]
    operations = [
        migrations.RunPython(_ship, migrations.RunPython.noop),
        migrations.RunPython(_guard, migrations.RunPython.noop),
    ]
