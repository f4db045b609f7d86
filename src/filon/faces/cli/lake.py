"""`filon lake`: publishes, rebuilds, verifies and tells the state of the analytical mirror."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from filon.faces.cli.console import home_option, language, language_option, setup, tell
from filon.terms.text import plural

if TYPE_CHECKING:
    from filon.lake.publish.publishing import Published

_json = click.option("--json", "as_json", is_flag=True, help=tell("Réponse en JSON.", "Answer in JSON."))


@click.group(
    "lake", help=tell("Le miroir analytique des enregistrements.", "The analytical mirror of the records.")
)
def command() -> None:
    """Gather the sub-commands."""


@command.command("publish", help=tell("Publie ce qui a changé.", "Publishes what changed."))
@_json
@home_option
@language_option
def publish_command(*, as_json: bool) -> None:
    """Publish what is pending."""
    lake = _lake()
    from filon.lake.publish.publishing import publish

    _say_published(publish(lake), as_json=as_json)


@command.command(
    "rebuild",
    help=tell(
        "Refait le lac en entier, à côté, puis l'échange.",
        "Makes the whole lake anew, aside, then swaps it in.",
    ),
)
@_json
@home_option
@language_option
def rebuild_command(*, as_json: bool) -> None:
    """Make the lake anew."""
    lake = _lake()
    from filon.lake.publish.publishing import rebuild

    _say_published(rebuild(lake), as_json=as_json)


@command.command(
    "verify",
    help=tell(
        "Compare chaque table avec les enregistrements. Code de sortie 3 s'il y a une différence.",
        "Compares every table with the records. Exit code 3 where one differs.",
    ),
)
@_json
@home_option
@language_option
@click.pass_context
def verify_command(ctx: click.Context, *, as_json: bool) -> None:
    """Name every difference."""
    lake = _lake()
    from filon.lake.publish.verify import verify

    differences = verify(lake)
    if as_json:
        listed = [{"table": each.table, "text": each.text[language()]} for each in differences]
        click.echo(json.dumps({"differences": listed}, ensure_ascii=False))
    else:
        for each in differences:
            click.echo(each.text[language()])
        if not differences:
            click.echo(tell("Le lac est conforme aux enregistrements.", "The lake agrees with the records."))
    ctx.exit(3 if differences else 0)


@command.command(
    "status",
    help=tell("Dit jusqu'où va le lac et ce qui attend.", "Tells how far the lake goes and what waits."),
)
@_json
@home_option
@language_option
def status_command(*, as_json: bool) -> None:
    """Tell the state of the lake."""
    lake = _lake()
    from filon.lake.publish.status import status

    state = status(lake)
    as_of = state.as_of.isoformat(timespec="seconds") if state.as_of else None
    if as_json:
        fields = ("sequence", "head", "pending", "rule", "bytes")
        click.echo(json.dumps({"as_of": as_of, **{name: getattr(state, name) for name in fields}}))
    elif as_of is None:
        pending = plural(state.pending, ("écriture", "écritures"), ("write", "writes"))
        click.echo(
            tell(
                f"Rien n'est encore publié ; {pending.fr} en attente. Lancez « filon lake publish ».",
                f"Nothing is published yet; {pending.en} pending. Run “filon lake publish”.",
            )
        )
    else:
        size = f"{state.bytes / 1e6:.1f}"
        click.echo(
            tell(
                f"Publié le {as_of}, jusqu'à l'écriture n° {state.sequence} sur {state.head} ({state.pending} en attente) ; "
                f"règle {state.rule} ; {size.replace('.', ',')} Mo.",
                f"Published on {as_of}, up to write number {state.sequence} of {state.head} ({state.pending} pending); "
                f"rule {state.rule}; {size} MB.",
            )
        )


def _lake() -> Path:
    from filon.flows.publish_lake import LAKE

    return setup() / LAKE


def _say_published(published: "Published", *, as_json: bool) -> None:
    as_of = published.published_at.isoformat(timespec="seconds")
    if as_json:
        content = {"as_of": as_of, "sequence": published.sequence, "rows": dict(published.counts)}
        click.echo(json.dumps(content))
        return
    rows = plural(
        sum(published.counts.values()), ("ligne écrite", "lignes écrites"), ("row written", "rows written")
    )
    click.echo(
        tell(
            f"Lac à jour jusqu'à l'écriture n° {published.sequence} ({as_of}) : {rows.fr}.",
            f"Lake up to date with write number {published.sequence} ({as_of}): {rows.en}.",
        )
    )
