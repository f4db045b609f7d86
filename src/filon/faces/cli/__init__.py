"""The `filon` command: each sub-command lives in a module of its own, loaded when it is called."""

import sys
from importlib import import_module

import click

from filon.faces.cli.console import fail, language, say, tell
from filon.faces.cli.help import HelpPage
from filon.faces.cli.usage import Placed, refusal
from filon.terms.faults import Fault, UnknownName
from filon.terms.system import PathRefused, RecordsDamaged, is_damage, is_refusal
from filon.terms.text import Text

COMMANDS: dict[str, tuple[str, Text]] = {
    "demo": ("demo", Text("une PME de démonstration, ses chiffres et son rapport", "a demo company, its figures and report")),
    "init": ("init", Text("prépare l'instance et crée un administrateur", "prepares the instance and makes an administrator")),
    "serve": ("serve", Text("ouvre les pages dans le navigateur", "serves the pages to your browser")),
    "work": ("work", Text("exécute les travaux de fond", "does the background work")),
    "import": ("take_in", Text("lit vos fichiers CSV, XLSX, XLS ou ODS", "reads your CSV, XLSX, XLS or ODS files")),
    "undo": ("undo", Text("annule un import", "undoes an import")),
    "batches": ("batches", Text("liste les imports", "lists the imports")),
    "template": ("template", Text("écrit un fichier modèle vide", "writes an empty template file")),
    "export": ("export", Text("écrit tout dans le format d'échange", "writes everything in the interchange format")),
    "roi": ("roi", Text("ce que rapporte un euro dépensé", "what a euro spent brings back")),
    "query": ("query", Text("tout indicateur, par toute dimension", "any metric, by any dimension")),
    "explain": ("explain", Text("la formule d'un chiffre et les lignes derrière", "a figure's formula and the rows behind it")),
    "metrics": ("metrics", Text("le catalogue des indicateurs et dimensions", "the catalogue of metrics and dimensions")),
    "maturity": ("maturity", Text("ce que deviendront les cohortes encore jeunes", "what cohorts still young will become")),
    "triangle": ("triangle", Text("la chain ladder d'un fichier, à vérifier à la main", "the chain ladder of a file, to check by hand")),
    "report": ("report", Text("le rapport ROI, en un fichier qui s'ouvre hors ligne", "the ROI report, as one file that opens offline")),
    "check": ("check", Text("cherche ce qui fausse le calcul, et le chiffre", "finds what biases the figures, and prices it")),
    "budget": ("budget", Text("où mettre le prochain euro", "where the next euro goes")),
    "ltv": ("ltv", Text("ce que vaut un client sur sa durée de vie", "what a customer is worth over its life")),
    "test": ("experiments", Text("prévoir, suivre et décider des tests", "plan, watch and decide on tests")),
    "scenario": ("scenario", Text("prudent, réaliste, optimiste : ce qu'un plan peut rapporter", "prudent, realistic, optimistic: what a plan may bring")),
    "calc": ("calc", Text("le calcul à partir de totaux seulement", "the figures from totals alone")),
    "lake": ("lake", Text("publie, vérifie ou reconstruit le miroir analytique", "publishes, verifies or rebuilds the lake")),
    "journal": ("journal", Text("vérifie la chaîne du journal", "verifies the journal's chain")),
}  # fmt: skip


class Commands(click.Group):
    """A group that knows its commands' names and one-line help without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order a newcomer meets them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        del ctx
        if cmd_name not in COMMANDS:
            raise UnknownName(Text("Commande", "command"), cmd_name, COMMANDS)
        module = import_module(f"filon.faces.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their one-line help."""
        del ctx
        with formatter.section(tell("Commandes", "Commands")):
            formatter.write_dl([(name, help_[language()]) for name, (_, help_) in COMMANDS.items()])


@click.command(
    cls=Commands,
    help=tell(
        "Ce que rapporte un euro dépensé en appels, et ce qu'il faut changer.",
        "What a euro spent on calls brings back, and what to change.",
    ),
)
@click.version_option(package_name="filon")
def filon() -> None:
    """Gather the sub-commands."""


def main() -> None:
    """Run the command line; faults become one sentence and an exit code: 2 the user's, 1 ours."""
    click.Context.formatter_class, click.Command.context_class = HelpPage, Placed
    try:
        code = filon.main(prog_name="filon", standalone_mode=False)  # also when started by `python -m`
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        code = 2
    except click.ClickException as error:
        say(refusal(error), err=True)
        code = 2
    except (click.Abort, KeyboardInterrupt):
        click.echo(
            tell("Interrompu ; rien n'a été fait à moitié.", "Interrupted; nothing was half done."), err=True
        )
        code = 130
    except Fault as fault:
        click.echo(fault.sentence(language()), err=True)
        code = 2 if fault.users else 1
    except OSError as error:
        if is_refusal(error):
            say(PathRefused(error).text, err=True)
            code = 2
        else:
            code = fail(error)
    except Exception as error:  # noqa: BLE001 - the last line of defence: a sentence, never a traceback
        if is_damage(error):
            say(RecordsDamaged().text, err=True)
            code = 2
        else:
            code = fail(error)
    sys.exit(code if isinstance(code, int) else 0)
