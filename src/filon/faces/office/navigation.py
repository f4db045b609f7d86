"""The menu: the pages a person may open, by what one comes to do, in the order of a working day."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import resolve, reverse

from filon.faces.office.access import ANYBODY, role_of, roles_of
from filon.faces.office.language import language_of
from filon.terms.text import Language, Text

GROUPS: tuple[tuple[Text, tuple[tuple[str, Text], ...]], ...] = (
    (Text("Accueil", "Home"), (("office:home", Text("Accueil", "Home")),)),
    (
        Text("Mesurer", "Measure"),
        (
            ("office:funnel", Text("Entonnoir", "Funnel")),
            ("office:campaigns", Text("Campagnes", "Campaigns")),
            ("office:channels", Text("Canaux", "Channels")),
            ("office:maturity", Text("Maturité", "Maturity")),
            ("office:segments", Text("Segments", "Segments")),
            ("office:lifetime", Text("Valeur vie", "Lifetime value")),
        ),
    ),
    (
        Text("Décider", "Decide"),
        (
            ("office:budget", Text("Arbitrage", "Budget")),
            ("office:scenarios", Text("Scénarios", "Scenarios")),
            ("office:tests", Text("Tests", "Tests")),
            ("office:calculator", Text("Calculateur", "Calculator")),
        ),
    ),
    (
        Text("Sources", "Sources"),
        (
            ("office:imports", Text("Imports", "Imports")),
            ("office:records", Text("Données", "Records")),
            ("office:costs", Text("Coûts", "Costs")),
            ("office:checks", Text("Contrôles", "Checks")),
        ),
    ),
    (Text("Comptes", "Accounts"), (("office:accounts", Text("Comptes", "Accounts")),)),
)
PAGES = tuple(page for _, pages in GROUPS for page in pages)


@dataclass(frozen=True)
class Entry:
    """A line of the menu."""

    url: str
    label: str
    current: bool


@dataclass(frozen=True)
class Group:
    """The pages that serve one purpose, and where it leads: to the first of them that the person may open."""

    label: str
    entries: tuple[Entry, ...]

    @property
    def url(self) -> str:
        """Return the address of the first page."""
        return self.entries[0].url

    @property
    def current(self) -> bool:
        """Tell whether the page shown is one of them."""
        return any(entry.current for entry in self.entries)


def menu(request: HttpRequest) -> list[Group]:
    """Return the groups of pages that the person may open."""
    language: Language = language_of(request)
    groups = []
    for label, pages in GROUPS:
        entries = tuple(_entry(request, name, said[language]) for name, said in pages if _open(request, name))
        if entries:
            groups.append(Group(label[language] if len(entries) > 1 else entries[0].label, entries))
    return groups


def _open(request: HttpRequest, name: str) -> bool:
    roles = roles_of(resolve(reverse(name)).func)
    return roles is ANYBODY or bool(roles and role_of(request) in roles)


def _entry(request: HttpRequest, name: str, label: str) -> Entry:
    here = request.resolver_match.view_name if request.resolver_match else ""
    return Entry(reverse(name), label, here == name or here.startswith(f"{name}-"))
