"""What click refuses on a command line, as one sentence in both languages."""

import re

import click

from filon.terms.text import Text

_FRENCH = (
    (r"Missing (.+)", "il manque {0}"),
    (r"'(.*)' is not a valid integer(?: range)?", "« {0} » reçu, un nombre entier attendu"),
    (r"'(.*)' is not a valid float(?: range)?", "« {0} » reçu, un nombre attendu, par exemple 1500 ou 0.7"),
    (r"'(.*)' does not match the formats? .*", "« {0} » reçu, un jour attendu : 2026-01-31 ou 31/01/2026"),
    (r"'(.*)' is not one of (.*)", "« {0} » reçu, une de ces valeurs attendue : {1}"),
    (r"\w+ '(.*)' is a file", "« {0} » est un fichier, un dossier est attendu"),
    (r"\w+ '(.*)' is a directory", "« {0} » est un dossier, un fichier est attendu"),
    (r"\w+ '(.*)' is not readable", "« {0} » ne peut pas être lu"),
    (r"Got unexpected extra arguments? \((.*)\)", "en trop : {0}"),
    (r"No such command '(.*)'", "commande introuvable : « {0} »"),
    (r"No such option: (.*)", "option introuvable : {0}"),
    (r"Option '(.*)' requires an argument", "{0} attend une valeur"),
    (r"Option '(.*)' requires (\d+) arguments", "{0} attend {1} valeurs"),
    (r"Option '(.*)' does not take a value", "{0} n'attend pas de valeur"),
)
"""click's sentences (without their full stop) and ours; one that is not here stays as it is."""


def refusal(error: click.ClickException) -> Text:
    """Return what was seen, what was expected and where to look."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    where = context.command_path if context else "filon"
    parameter, message = _parameter(error), _message(error).rstrip(".")
    of_fr, of_en = (f"{parameter} : ", f"{parameter}: ") if parameter else ("", "")
    return Text(
        f"{where} : {of_fr}{_in_french(message)}. Aide : {where} --help",
        f"{where}: {of_en}{message}. Help: {where} --help",
    )


def _message(error: click.ClickException) -> str:
    if isinstance(error, click.MissingParameter):
        return f"Missing {_name(error.param)}"
    if isinstance(error, click.NoSuchOption):
        near = f" ({', '.join(error.possibilities)}?)" if error.possibilities else ""
        return f"No such option: {error.option_name}{near}"
    return " ".join(error.message.split())


def _in_french(message: str) -> str:
    for pattern, french in _FRENCH:
        if found := re.fullmatch(pattern, message):
            return french.format(*found.groups())
    return message


def _parameter(error: click.ClickException) -> str:
    missing = isinstance(error, click.MissingParameter)
    return _name(error.param) if isinstance(error, click.BadParameter) and not missing else ""


def _name(parameter: click.Parameter | None) -> str:
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return parameter.human_readable_name if parameter else ""
