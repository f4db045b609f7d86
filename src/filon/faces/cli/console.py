"""What every sub-command needs: the language, the instance's folder, sentences and progress."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from filon.terms.faults import Fault
from filon.terms.text import Language, Text

if TYPE_CHECKING:
    from rich.progress import Progress

MAKERS = ("init", "import", "serve", "work")
_chosen: list[Language] = []
Function = TypeVar("Function", bound=Callable[..., Any])


def language() -> Language:
    """Return the language asked for by `--lang`, else by the environment, else French."""
    if _chosen:
        return _chosen[-1]
    words = sys.argv[1:]
    for i, word in enumerate(words):
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else None
        if word == "--lang" and i + 1 < len(words):
            value = words[i + 1]
        if value in ("fr", "en"):
            return "fr" if value == "fr" else "en"
    for name in ("FILON_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "en" if value.lower().startswith("en") else "fr"
    return "fr"


def tell(fr: str, en: str) -> str:
    """Return the sentence in the language of the moment."""
    return Text(fr, en)[language()]


def say(text: Text, *, err: bool = False) -> None:
    """Print a sentence in the language of the moment."""
    click.echo(text[language()], err=err)


def language_option(function: Function) -> Function:
    """Add `--lang fr|en` to a command."""

    def choose(ctx: click.Context, parameter: click.Parameter, value: Language | None) -> None:
        del parameter
        if value:
            _chosen.append(value)
            ctx.call_on_close(_chosen.pop)

    option = click.option(
        "--lang",
        type=click.Choice(["fr", "en"]),
        expose_value=False,
        is_eager=True,
        callback=choose,
        help=tell("Langue de la réponse.", "Language of the answer."),
    )
    return option(function)


class NoSuchHome(Fault):
    """A command that reads was pointed at a folder that does not exist: a slip of the keyboard, not an empty instance."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"Le dossier {home} n'existe pas ; il n'a pas été créé. Vérifiez --home ; pour une nouvelle instance, "
            "commencez par « filon init » ou « filon import ».",
            f"The folder {home} does not exist; it was not made. Check --home; for a new instance, start with “filon "
            "init” or “filon import”.",
        )


def home_option(function: Function) -> Function:
    """Add `--home DIR` to a command; it sets FILON_HOME before anything reads it.

    The command raises NoSuchHome where the folder does not exist, unless it is one that makes an instance.
    """

    def choose(ctx: click.Context, parameter: click.Parameter, value: Path | None) -> None:
        del parameter
        if value:
            if ctx.info_name not in MAKERS and not value.exists():
                raise NoSuchHome(value)
            os.environ["FILON_HOME"] = str(value.absolute())

    option = click.option(
        "--home",
        type=click.Path(path_type=Path, file_okay=False),
        expose_value=False,
        is_eager=True,
        callback=choose,
        help=tell(
            "Dossier de l'instance (défaut : $FILON_HOME, sinon ./filon-home).",
            "The instance's folder (default: $FILON_HOME, else ./filon-home).",
        ),
    )
    return option(function)


def setup() -> Path:
    """Make the instance's folder and database ready, and return the folder.

    Raises: HomeNotWritable, DatabaseUnreachable or DatabaseTooNew (the user's), as sentences.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.config.settings")
    from filon.flows.open_home import open_home

    return open_home()


def fail(error: Exception) -> int:
    """Write what went wrong to the instance's log, tell where, and return the exit code."""
    import traceback

    home = Path(os.environ.get("FILON_HOME", "filon-home")).absolute()
    where: Path | None = home / "logs" / "errors.log"
    frames = "".join(traceback.format_tb(error.__traceback__))
    try:
        if where and home.is_dir():
            where.parent.mkdir(exist_ok=True)
            with where.open("a", encoding="utf-8") as log:
                # the message of an unforeseen error may quote a cell: only its type is kept
                log.write(f"{type(error).__module__}.{type(error).__name__}\n{frames}\n")
        else:
            where = None
    except OSError:
        where = None
    if os.environ.get("FILON_DEBUG"):
        traceback.print_exception(error)
    kept = tell(f" Détail : {where}.", f" Details: {where}.") if where else ""
    click.echo(
        tell(
            f"Erreur interne ({type(error).__name__}) : rien n'a été fait à moitié.{kept}",
            f"Internal error ({type(error).__name__}): nothing was half done.{kept}",
        ),
        err=True,
    )
    return 1


def progress() -> "Progress":
    """Return a progress display on stderr, silent where stderr is not a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f}"),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
