"""`filon init`: the first administrator."""

import click

from filon.faces.cli.console import home_option, language_option, setup, tell


@click.command(
    "init",
    help=tell(
        "Prépare l'instance et crée un administrateur ; le mot de passe est affiché une fois.",
        "Prepares the instance and makes an administrator; the password is shown once.",
    ),
)
@click.option("--name", default="admin", show_default=True, help=tell("Nom du compte.", "Account name."))
@home_option
@language_option
def command(name: str) -> None:
    """Make the first administrator."""
    home = setup()
    from filon.records.actions.accounts import make_account, new_password
    from filon.records.models import User

    password = new_password()
    make_account(name, role=User.Role.ADMINISTRATOR, password=password, actor="cli")
    click.echo(
        tell(
            f"Instance prête dans {home}.\nCompte : {name}\nMot de passe : {password}\nEnsuite : filon serve",
            f"Instance ready in {home}.\nAccount: {name}\nPassword: {password}\nNext: filon serve",
        )
    )
