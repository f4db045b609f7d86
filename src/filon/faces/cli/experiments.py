"""`filon test`: sizes and compares without any data; plans, assigns, watches and decides with it."""

from datetime import datetime

import click

from filon.faces.cli.console import home_option, language_option, setup, tell
from filon.faces.cli.experiment_asking import (
    ACTOR,
    code_argument,
    day_of,
    day_option,
    json_option,
    print_document,
)
from filon.faces.cli.experiment_plans import assign_command, plan_command
from filon.faces.cli.experiment_sizes import compare_command, size_command
from filon.terms.experiments import DECISIONS


@click.group(
    "test",
    help=tell("Les tests : prévoir, affecter, suivre, décider.", "Tests: plan, assign, watch, decide."),
)
def command() -> None:
    """Gather the sub-commands."""


for _each in (size_command, compare_command, plan_command, assign_command):
    command.add_command(_each)


@command.command(
    "list", help=tell("Liste les tests, avec leur verdict.", "Lists the tests with their verdicts.")
)
@json_option
@home_option
@language_option
def list_command(*, as_json: bool) -> None:
    """List the tests."""
    home = setup()
    from filon.faces.cli import experiment_tables as shown
    from filon.flows.experiments import listed

    found = listed(home)
    if as_json:
        print_document({"tests": [shown.document(each) for each in found]})
    else:
        shown.show_list(found)


@command.command("show", help=tell("Ce qu'un test montre à ce jour.", "What a test shows so far."))
@code_argument
@json_option
@home_option
@language_option
def show_command(*, code: str, as_json: bool) -> None:
    """Show a test."""
    home = setup()
    from filon.faces.cli import experiment_tables as shown
    from filon.flows.experiments import watched

    found = watched(home, code)
    if as_json:
        print_document(shown.document(found, whole=True))
    else:
        shown.show_one(found)


@command.command(
    "launch", help=tell("Lance un test : son plan est figé.", "Launches a test: its plan is frozen.")
)
@code_argument
@day_option
@home_option
@language_option
def launch_command(*, code: str, on: datetime | None) -> None:
    """Launch a test."""
    setup()
    from filon.records.actions.experiments import launch
    from filon.records.queries.experiments import experiment

    launch(experiment(code), day_of(on), actor=ACTOR)
    click.echo(tell(f"Test {code} lancé le {day_of(on)}.", f"Test {code} launched on {day_of(on)}."))


@command.command("stop", help=tell("Arrête un test : les appels suivants n'y comptent plus.", "Stops a test: later calls no longer count in it."))  # fmt: skip
@code_argument
@day_option
@home_option
@language_option
def stop_command(*, code: str, on: datetime | None) -> None:
    """Stop a test."""
    setup()
    from filon.records.actions.experiments import stop
    from filon.records.queries.experiments import experiment

    stop(experiment(code), day_of(on), actor=ACTOR)
    click.echo(tell(f"Test {code} arrêté le {day_of(on)}.", f"Test {code} stopped on {day_of(on)}."))


@command.command("decide", help=tell("Note la décision, et pourquoi.", "Records the decision, and why."))
@code_argument
@click.argument("decision", type=click.Choice(list(DECISIONS)))
@click.option("--reason", required=True, help=tell("Pourquoi, en une phrase.", "Why, in a sentence."))
@day_option
@home_option
@language_option
def decide_command(*, code: str, decision: str, reason: str, on: datetime | None) -> None:
    """Decide on a test."""
    home = setup()
    from filon.flows.experiments import decide
    from filon.records.queries.experiments import experiment

    decide(home, experiment(code), decision, reason, day_of(on), actor=ACTOR)
    told = DECISIONS[decision]
    click.echo(tell(f"Décision notée : {told.fr}.", f"Decision recorded: {told.en}."))
