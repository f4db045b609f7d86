"""What the page of lifetime values says of the recurring revenue of a year ago: what was lost of it, what was added."""

from typing import TYPE_CHECKING

from filon.insight.biases.phrases import euros, percent
from filon.insight.lifetime.recurring import Recurring
from filon.metrics.answer import Cell
from filon.reports.pages import sheets
from filon.terms.text import Text, plural

if TYPE_CHECKING:
    from filon.metrics.language.measure import Unit


def finding(one: Recurring) -> Text:
    """Say what is left of the recurring revenue of a year ago, and with what the same customers added."""
    if one.net.value is None or one.gross.value is None:
        return Text("Revenu récurrent conservé : pas encore un an", "Recurring revenue kept: not a year yet")
    if one.net.too_few:
        many = plural(one.customers, ("client", "clients"), ("customer", "customers"))
        return Text(
            f"Revenu récurrent conservé : trop peu pour conclure, {many.fr} il y a un an",
            f"Recurring revenue kept: too few to conclude, {many.en} a year ago",
        )
    kept, net = percent(float(one.gross.value)), percent(float(one.net.value))
    return Text(
        f"Du revenu récurrent d'il y a un an, il reste {kept.fr} (GRR), et {net.fr} avec ce que ces clients ont ajouté (NRR)",
        f"Of the recurring revenue of a year ago, {kept.en} is left (GRR), and {net.en} with what these customers added (NRR)",
    )


def head(one: Recurring) -> Text:
    """Say whose revenue it is, and since when."""
    many = plural(one.customers, ("client", "clients"), ("customer", "customers"))
    return Text(
        f"Revenu récurrent par mois de {many.fr} du {one.day:%d/%m/%Y}",
        f"Recurring revenue a month of {many.en} of {one.day:%d %b %Y}",
    )


def lines(one: Recurring) -> list[tuple[Text, Cell]]:
    """Return what the revenue was, what was lost, reduced and added, what it is, and its retention."""
    gone = plural(one.gone, ("client parti", "clients partis"), ("customer gone", "customers gone"))
    return [
        (Text("Il y a un an", "A year ago"), one.before),
        (Text(f"− perdu, {gone.fr}", f"− lost, {gone.en}"), one.lost),
        (Text("− réduit par ceux qui restent", "− reduced by those who stay"), one.reduced),
        (Text("+ ajouté par ceux qui restent", "+ added by those who stay"), one.added),
        (Text("Aujourd'hui, des mêmes clients", "Today, of the same customers"), one.after),
        (Text("Rétention brute (GRR)", "Gross revenue retention (GRR)"), one.gross),
        (Text("Rétention nette (NRR)", "Net revenue retention (NRR)"), one.net),
    ]


def sheet(one: Recurring) -> sheets.Sheet:
    """Return the same to take away, in one line."""
    cells: dict[str, tuple[Text, Unit, Cell]] = {
        "before": (Text("Il y a un an", "A year ago"), "money", one.before),
        "lost": (Text("Perdu", "Lost"), "money", one.lost),
        "reduced": (Text("Réduit", "Reduced"), "money", one.reduced),
        "added": (Text("Ajouté", "Added"), "money", one.added),
        "after": (Text("Aujourd'hui", "Today"), "money", one.after),
        "gross_revenue_retention": (Text("Rétention brute (GRR)", "Gross revenue retention (GRR)"), "share", one.gross),
        "net_revenue_retention": (Text("Rétention nette (NRR)", "Net revenue retention (NRR)"), "share", one.net),
    }  # fmt: skip
    keys = (
        sheets.Head("customers", Text("Clients", "Customers"), "number"),
        sheets.Head("customers_gone", Text("Clients partis", "Customers gone"), "number"),
    )
    heads = [sheets.Head(name, label, unit) for name, (label, unit, _) in cells.items()]
    line = ((one.customers, one.gone), [(name, cell) for name, (_, _, cell) in cells.items()])
    return sheets.of_lines(head(one), keys, heads, [line], ())


def added(signed: float, cents: float | None) -> Text:
    """Say how many contracts customers signed later, and their mean margin where it is known."""
    many = plural(
        round(signed), ("contrat de plus", "contrats de plus"), ("further contract", "further contracts")
    )
    if cents is None or not signed:
        return many
    each = euros(cents)
    return Text(f"{many.fr}, {each.fr} de marge chacun", f"{many.en}, {each.en} of margin each")
