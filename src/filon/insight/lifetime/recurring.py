"""What became of the recurring revenue of a year ago: kept, lost, reduced and added, with NRR and GRR."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from filon.insight.methods.interval import Interval
from filon.insight.methods.means import ratio
from filon.metrics.answer import Cell
from filon.metrics.evaluate import MIN_TRIALS
from filon.metrics.gather.recurring import Kept
from filon.terms.text import Text

METHOD = "delta, customers"
TOO_RECENT = Text(
    "aucun contrat récurrent ne courait il y a un an : il faut douze mois d'historique, contrats finis compris",
    "no recurring contract was running a year ago: it takes twelve months of history, ended contracts included",
)
NO_END = Text(
    "Aucun de ces clients n'a de contrat qui ait pris fin : vérifiez que les fins de contrat sont importées, sans elles "
    "rien n'est jamais perdu.",
    "None of these customers has a contract that came to an end: check that the ends of contracts are imported, without "
    "them nothing is ever lost.",
)


@dataclass(frozen=True, slots=True)
class Recurring:
    """Monthly recurring revenue of the customers of `day`: before − lost − reduced + added = after, to the cent.

    `gross` (GRR) is the part still paid of what was paid then; `net` (NRR) adds what the same customers pay more.
    """

    day: date
    customers: int
    gone: int
    before: Cell
    lost: Cell
    reduced: Cell
    added: Cell
    after: Cell
    gross: Cell
    net: Cell

    @property
    def warning(self) -> Text | None:
        """Say that nothing was lost, which a source without ends of contracts looks like."""
        nothing = self.customers and not self.lost.value and not self.reduced.value
        return NO_END if nothing else None


def recurring(kept: Kept) -> Recurring:
    """Return the revenue and its retention by amount, with intervals over customers."""
    before, lost, added, after = (round(cents) for cents in (kept.before, kept.lost, kept.added, kept.after))
    return Recurring(
        kept.day,
        kept.customers,
        kept.gone,
        before=_money(before, kept),
        lost=_money(lost, kept),
        reduced=_money(before - lost + added - after, kept),
        added=_money(added, kept),
        after=_money(after, kept),
        gross=_share(kept, after - added, kept.retained_squares, kept.retained_products, most=1.0),
        net=_share(kept, after, kept.after_squares, kept.after_products),
    )


def _money(cents: int, kept: Kept) -> Cell:
    if not kept.customers:
        return Cell(None, "money", reason=TOO_RECENT)
    return Cell(Fraction(cents, 100), "money")


def _share(kept: Kept, total: float, squares: float, products: float, most: float | None = None) -> Cell:
    if not kept.customers:
        return Cell(None, "share", reason=TOO_RECENT)
    found = ratio(kept.customers, (total, kept.before), (squares, kept.before_squares), products)
    cell = Cell(
        Fraction(round(total), round(kept.before)),
        "share",
        too_few=kept.customers < MIN_TRIALS,
        events=kept.customers,
    )
    if not isinstance(found, Interval) or found.low is None or found.high is None:
        return cell
    return cell.bounded(max(found.low, 0.0), found.high if most is None else min(found.high, most), METHOD)
