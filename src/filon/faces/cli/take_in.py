"""`filon import`: files or folders into the records."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from filon.faces.cli.console import home_option, language, language_option, progress, setup, tell
from filon.terms.text import plural

if TYPE_CHECKING:
    from filon.flows.take_in import TakenIn

PIPE_WIDTH = 120  # a file or a pipe has no width of its own
ALL_TAKEN, SOME_REJECTED = 0, 3
COUNTS = ("read", "created", "changed", "identical", "rejected", "ignored")


@click.command(
    "import",
    help=tell(
        "Lit des fichiers ou un dossier. Codes de sortie : 0 tout est pris, 3 des lignes sont rejetées,"
        " 2 le fichier est à corriger, 1 erreur interne.",
        "Reads files or a folder. Exit codes: 0 all taken, 3 some rows rejected, 2 the file needs mending,"
        " 1 internal error.",
    ),
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--kind",
    help=tell(
        "Type d'enregistrement (sinon reconnu aux en-têtes).", "Kind of record (else known from the headers)."
    ),
)
@click.option(
    "--mapping",
    type=click.Path(path_type=Path),
    help=tell("Fichier TOML de correspondance.", "TOML mapping file."),
)
@click.option(
    "--dry-run",
    is_flag=True,
    help=tell("Montre l'effet sans rien prendre.", "Shows the effect, takes nothing."),
)
@click.option("--strict", is_flag=True, help=tell("Tout ou rien.", "All or nothing."))
@click.option("--json", "as_json", is_flag=True, help=tell("Réponse en JSON.", "Answer in JSON."))
@click.option(
    "--date-order",
    type=click.Choice(["dmy", "mdy", "ymd"]),
    help=tell("Ordre des dates ambiguës.", "Order of ambiguous dates."),
)
@click.option(
    "--decimal", type=click.Choice(["comma", "point"]), help=tell("Séparateur décimal.", "Decimal separator.")
)
@click.option("--encoding", help=tell("Encodage du fichier.", "Encoding of the file."))
@click.option("--delimiter", help=tell("Séparateur de colonnes.", "Column delimiter."))
@click.option("--sheet", help=tell("Feuille à lire.", "Sheet to read."))
@home_option
@language_option
def command(paths: tuple[Path, ...], *, dry_run: bool, strict: bool, as_json: bool, **choices: Any) -> int:
    """Import files."""
    home = setup()
    from filon.flows.take_in import left_aside, take_in

    options = _options(**choices)
    with progress() as bar:
        tasks: dict[Any, Any] = {}

        def advance(reading: Any, rows: int) -> None:
            key = (reading.file, reading.sheet, reading.kind.name)
            if key not in tasks:
                tasks[key] = bar.add_task(reading.file.name, total=None)
            bar.advance(tasks[key], rows)

        taken = take_in(
            paths,
            options=options,
            dry_run=dry_run,
            strict=strict,
            language=language(),
            on_progress=advance,
        )
    del home
    if as_json:
        click.echo(json.dumps({"batches": [_plain(result) for result in taken]}, ensure_ascii=False))
    else:
        _show(taken, dry_run=dry_run)
    if names := ", ".join(path.name for path in left_aside(paths)):
        click.echo(tell(f"Laissés de côté, non lus : {names}.", f"Left aside, not read: {names}."), err=True)
    return SOME_REJECTED if any(result.rejected for result in taken) else ALL_TAKEN


def _options(*, kind: str | None, mapping: Path | None, **rest: Any) -> Any:
    from django.conf import settings

    from filon.intake.kinds import KINDS
    from filon.intake.mapping import load_mapping
    from filon.intake.reading import ReadOptions
    from filon.terms.faults import UnknownName
    from filon.terms.text import Text

    if kind and kind not in KINDS:
        raise UnknownName(Text("Type", "kind"), kind, KINDS)
    return ReadOptions(
        kind=kind, mapping=load_mapping(mapping) if mapping else None, time_zone=settings.TIME_ZONE, **rest
    )


def _plain(result: "TakenIn") -> dict[str, Any]:
    return {
        "kind": result.kind,
        "file": result.file,
        **{name: getattr(result, name) for name in COUNTS},
        "rejects_file": result.rejects_file,
        "batch": result.batch,
        "notes": [note[language()] for note in result.notes],
        "unknown_values": [
            {"column": value.column, "value": value.written, "rows": value.rows} for value in result.unknown
        ],
    }


def _show(taken: "list[TakenIn]", *, dry_run: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    from filon.intake.kinds import KINDS

    table = Table(box=None, pad_edge=False)
    table.add_column(tell("import", "import"), justify="right")
    table.add_column(tell("fichier", "file"), overflow="fold")
    table.add_column(tell("type", "kind"), no_wrap=True)
    for heading in tell("lues créées modifiées identiques rejetées ignorées", " ".join(COUNTS)).split():
        table.add_column(heading, justify="right", no_wrap=True)
    for result in taken:
        number = str(result.batch) if result.batch else "–"
        counts = (f"{getattr(result, name):,}".replace(",", tell("\u202f", ",")) for name in COUNTS)
        table.add_row(number, Path(result.file).name, KINDS[result.kind].label[language()], *counts)
    Console(width=None if sys.stdout.isatty() else PIPE_WIDTH).print(table)
    for result in taken:
        for note in result.notes:
            click.echo(
                f"{Path(result.file).name} : {note.fr}"
                if language() == "fr"
                else f"{Path(result.file).name}: {note.en}"
            )
        if result.mapping:
            _show_unknown(result)
        if result.rejects_file:
            many = plural(
                result.rejected, ("ligne rejetée", "lignes rejetées"), ("row rejected", "rows rejected")
            )
            click.echo(
                tell(
                    f"{many.fr}, raison à l'appui : {result.rejects_file} — corrigez, puis importez ce fichier.",
                    f"{many.en}, with the reason: {result.rejects_file} — correct, then import that file.",
                )
            )
    if dry_run:
        click.echo(tell("Essai : rien n'a été pris.", "Dry run: nothing was taken."))


def _show_unknown(result: "TakenIn") -> None:
    many = plural(
        len(result.unknown), ("valeur inconnue", "valeurs inconnues"), ("unknown value", "unknown values")
    )
    name = Path(result.file).name
    click.echo(
        tell(
            f"{name} : {many.fr}. Écrivez leur sens à la place de « ? » dans un fichier de "
            "correspondance, puis relancez avec --mapping FICHIER :",
            f"{name}: {many.en}. Write what each means in place of “?” in a mapping file, then "
            "run again with --mapping FILE:",
        )
    )
    click.echo(f"\n{result.mapping}\n")
