"""The accounts of the demonstration: one per role, all with one password made for this folder alone."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from filon.terms.text import Text

KEPT = "log-ins.json"
CLIENT = "BREVENNE"
NAMES = {
    "administrator": ("admin", Text("Administrateur", "Administrator")),
    "sales_director": ("ventes", Text("Direction commerciale", "Sales director")),
    "marketing": ("marketing", Text("Marketing", "Marketing")),
    "finance": ("finance", Text("Finance", "Finance")),
    "quality_controller": ("qualite", Text("Contrôle qualité", "Quality controller")),
    "operator": ("operateur", Text("Opérateur", "Operator")),
    "client_viewer": ("client", Text("Client, ses campagnes seules", "Client, its own campaigns only")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LogIn:
    """An account one may log in to the demonstration with."""

    role: Text
    name: str
    password: str


def log_ins(home: Path) -> list[LogIn]:
    """Make the accounts that are missing and return them all; the password stays in the folder."""
    from filon.records.actions.accounts import make_account
    from filon.records.models import Client, User

    password = _password(home / KEPT)
    known = set(User.objects.values_list("username", flat=True))
    for role, (name, _) in NAMES.items():
        if name not in known:
            client = Client.objects.get(client_code=CLIENT) if role == User.Role.CLIENT_VIEWER else None
            make_account(name, role=role, password=password, actor="demo", client=client)
    return [LogIn(label, name, password) for name, label in NAMES.values()]


def _password(path: Path) -> str:
    from filon.records.actions.accounts import new_password

    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump({"password": new_password()}, file)
    found: str = json.loads(path.read_text(encoding="utf-8"))["password"]
    return found
