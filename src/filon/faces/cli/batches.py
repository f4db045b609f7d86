"""`filon batches`: the imports made so far."""

import json

import click

from filon.faces.cli.console import home_option, language, language_option, setup, tell


@click.command(
    "batches",
    help=tell("Liste les imports, du plus récent au plus ancien.", "Lists the imports, latest first."),
)
@click.option("--json", "as_json", is_flag=True, help=tell("Réponse en JSON.", "Answer in JSON."))
@home_option
@language_option
def command(*, as_json: bool) -> None:
    """List imports."""
    setup()
    from rich.console import Console
    from rich.table import Table

    from filon.intake.kinds import KINDS
    from filon.records.models import ImportBatch

    batches = list(ImportBatch.objects.order_by("-pk"))
    if as_json:
        click.echo(
            json.dumps(
                [
                    {
                        "batch": batch.pk,
                        "kind": batch.kind,
                        "file": batch.file_name,
                        "taken_at": batch.taken_at.isoformat(),
                        "read": batch.read,
                        "created": batch.created_rows,
                        "changed": batch.changed_rows,
                        "identical": batch.identical_rows,
                        "rejected": batch.rejected_rows,
                        "ignored": batch.ignored_rows,
                        "undone": batch.undone_by_id is not None,
                    }
                    for batch in batches
                ],
                ensure_ascii=False,
            )
        )
        return
    if not batches:
        click.echo(
            tell(
                "Aucun import. Commencez par « filon import DOSSIER ».",
                "No import yet. Start with “filon import FOLDER”.",
            )
        )
        return
    table = Table(box=None, pad_edge=False)
    for heading in tell(
        "import pris_le fichier type lues créées état", "import taken_at file kind read created state"
    ).split():
        table.add_column(heading.replace("_", " "))
    for batch in batches:
        state = tell("annulé", "undone") if batch.undone_by_id else tell("pris", "taken")
        label = KINDS[batch.kind].label[language()]
        taken_at = f"{batch.taken_at:%Y-%m-%d %H:%M}"
        table.add_row(
            str(batch.pk), taken_at, batch.file_name, label, str(batch.read), str(batch.created_rows), state
        )
    Console().print(table)
