"""The menu: the pages a person may open, in the order of a working day."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import resolve, reverse

from filon.faces.office.access import ANYBODY, role_of, roles_of
from filon.faces.office.language import language_of
from filon.terms.text import Language, Text

PAGES: tuple[tuple[str, Text], ...] = (
    ("office:home", Text("Accueil", "Home")),
    ("office:funnel", Text("Entonnoir", "Funnel")),
    ("office:campaigns", Text("Campagnes", "Campaigns")),
    ("office:channels", Text("Canaux", "Channels")),
    ("office:budget", Text("Arbitrage", "Budget")),
    ("office:segments", Text("Segments", "Segments")),
    ("office:costs", Text("Coûts", "Costs")),
    ("office:records", Text("Données", "Records")),
    ("office:imports", Text("Imports", "Imports")),
    ("office:calculator", Text("Calculateur", "Calculator")),
    ("office:checks", Text("Contrôles", "Checks")),
    ("office:accounts", Text("Comptes", "Accounts")),
)


@dataclass(frozen=True)
class Entry:
    """A line of the menu."""

    url: str
    label: str
    current: bool


def menu(request: HttpRequest) -> list[Entry]:
    """Return the entries the person may open."""
    language: Language = language_of(request)
    entries = []
    here = request.resolver_match.view_name if request.resolver_match else ""
    for name, label in PAGES:
        url = reverse(name)
        roles = roles_of(resolve(url).func)
        if roles is ANYBODY or (roles and role_of(request) in roles):
            current = here == name or here.startswith(f"{name}-")
            entries.append(Entry(url, label[language], current))
    return entries
