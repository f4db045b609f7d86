"""What the sub-commands of `filon test` have in common: the code of a test, its day, an answer in JSON."""

import json
from datetime import date, datetime
from typing import Any

import click

from filon.faces.cli.console import tell

ACTOR = "cli"
json_option = click.option(
    "--json", "as_json", is_flag=True, help=tell("Réponse en JSON.", "Answer in JSON.")
)
day_option = click.option(
    "--on", "on", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help=tell("Jour (défaut : aujourd'hui).", "Day (default: today).")
)  # fmt: skip
code_argument = click.argument("code")


def print_document(content: dict[str, Any]) -> None:
    """Print plain values as JSON."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False))


def day_of(moment: datetime | None) -> date:
    """Return the day that was given, else today."""
    return today() if moment is None else moment.date()


def today() -> date:
    """Return the day it is where the company is."""
    from django.utils import timezone

    from filon.terms.clock import now

    return timezone.localdate(now())
