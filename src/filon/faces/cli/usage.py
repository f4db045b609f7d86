"""What click refuses on a command line, as one sentence in both languages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import click
from click.core import augment_usage_errors

from filon.faces.cli.help import placeholder
from filon.terms.text import Text

_SEEN = r"['\"](.*)['\"]"
_FRENCH = (
    (r"Missing command", "il manque une commande"),
    (r"Missing (.+)", "il manque {0}"),
    (rf"{_SEEN} is not a valid integer(?: range)?", "« {0} » reçu, un nombre entier attendu"),
    (rf"{_SEEN} is not a valid float(?: range)?", "« {0} » reçu, un nombre attendu, par exemple 1500 ou 0,7"),
    (r"(.*) is not in the range (.*)", "{0} reçu, un nombre x tel que {1} attendu"),
    (rf"{_SEEN} does not match the formats? .*", "« {0} » reçu, un jour attendu : 2026-01-31 ou 31/01/2026"),
    (rf"{_SEEN} is not one of (.*)", "« {0} » reçu, une de ces valeurs attendue : {1}"),
    (rf"\w+ {_SEEN} does not exist", "« {0} » n'existe pas"),
    (rf"\w+ {_SEEN} is a file", "« {0} » est un fichier, un dossier est attendu"),
    (rf"\w+ {_SEEN} is a directory", "« {0} » est un dossier, un fichier est attendu"),
    (rf"\w+ {_SEEN} is not readable", "« {0} » ne peut pas être lu"),
    (r"Got unexpected extra arguments? \((.*)\)", "en trop : {0}"),
    (rf"No such command {_SEEN}", "commande introuvable : « {0} »"),
    (r"No such option: (.*)", "option introuvable : {0}"),
    (rf"Option {_SEEN} requires an argument", "{0} attend une valeur"),
    (rf"Option {_SEEN} requires (\d+) arguments", "{0} attend {1} valeurs"),
    (rf"Option {_SEEN} does not take a value", "{0} n'attend pas de valeur"),
)
"""click's sentences (without their full stop) and ours; one that is not here stays as it is."""


class Placed(click.Context):
    """A context that tells every refusal which command it comes from: click leaves some without."""

    @contextmanager
    def scope(self, cleanup: bool = True) -> Iterator[click.Context]:
        """Name this command in what it refuses."""
        with augment_usage_errors(self), super().scope(cleanup=cleanup) as context:
            yield context


def refusal(error: click.ClickException) -> Text:
    """Return what was seen, what was expected and where to look."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    where = context.command_path if context else "filon"
    named = _name(error.param) if isinstance(error, click.BadParameter) else Text("", "")
    if isinstance(error, click.MissingParameter):
        fr, en = f"il manque {named.fr}", f"Missing {named.en}"
    else:
        en = _message(error).rstrip(".")
        fr = _in_french(en)
        if named.fr:
            fr, en = f"{named.fr} : {fr}", f"{named.en}: {en}"
    return Text(f"{where} : {fr}. Aide : {where} --help", f"{where}: {en}. Help: {where} --help")


def _message(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f" ({', '.join(error.possibilities)}?)" if error.possibilities else ""
        return f"No such option: {error.option_name}{near}"
    return " ".join(error.message.split())


def _in_french(message: str) -> str:
    for pattern, french in _FRENCH:
        if found := re.fullmatch(pattern, message):
            return french.format(*found.groups())
    return message


def _name(parameter: click.Parameter | None) -> Text:
    if isinstance(parameter, click.Option):
        return Text(parameter.opts[0], parameter.opts[0])
    return placeholder(parameter.human_readable_name.strip("[]")) if parameter else Text("", "")
