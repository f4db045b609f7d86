"""Lifetime value: what the page says of a study, what it draws, and what to do next."""

from dataclasses import dataclass

from filon.insight.lifetime.assumptions import assumptions
from filon.insight.lifetime.retained import Renewal, Stay, by_month, renewals
from filon.insight.lifetime.study import Group, Lifetime
from filon.metrics.answer import Cell
from filon.reports.pages import lifetime_recurring, lifetime_sayings, sheets
from filon.reports.pages.lifetime_sayings import Segment
from filon.reports.pages.parts import Ranked, point, value_label
from filon.terms.text import Text

LONGEST = 60  # months drawn at most
_FURTHER = 3  # renewals told beyond those seen


@dataclass(frozen=True, slots=True)
class Staying:
    """The share of contracts still running, month after month: as observed, and as the model expects."""

    observed: tuple[tuple[int, float], ...]
    fitted: tuple[Stay, ...]


@dataclass(frozen=True, slots=True)
class Recovered:
    """The margin of a new customer added up by month, with its interval, against its cost, in the currency."""

    margin: tuple[float, ...]
    bounds: tuple[tuple[float, float], ...]
    cost: float | None


@dataclass(frozen=True, slots=True)
class Term:
    """The renewals of the contracts of one term, those seen and some to come."""

    months: int
    model: Text | None
    renewals: tuple[Renewal, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The page; a chart is None where there is nothing to draw."""

    found: Lifetime
    finding: Text
    next_steps: tuple[Text, ...]
    staying_finding: Text
    staying: Staying | None
    recovered_finding: Text
    recovered: Recovered | None
    recurring_finding: Text
    recurring_head: Text
    recurring: tuple[tuple[Text, Cell], ...]
    added: Text
    segments_finding: Text
    segments_chart: Ranked | None
    undrawn: Text | None  # the groups without an answer to draw
    segments: tuple[Segment, ...]
    terms: tuple[Term, ...]
    assumptions: tuple[Text, ...]
    reasons: tuple[Text, ...]  # what stands in for what is missing


def build(found: Lifetime) -> Page:
    """Build the page from a study."""
    segments = tuple(Segment(_named(group), group) for group in found.groups)
    drawn = [point(one.group.ltv_cac, one.label) for one in segments]
    ranked = sorted((p for p in drawn if p is not None), key=lambda p: (p.few, -p.value))
    stays = by_month(found.tenures, max(36, min(len(found.lives), LONGEST)))
    observed = ((0, 1.0), *((one.age, one.share) for one in found.lives[:LONGEST]))
    cost = found.whole.cac.value
    return Page(
        found,
        lifetime_sayings.finding(found),
        tuple(lifetime_sayings.next_steps(found, segments)),
        lifetime_sayings.staying(found),
        Staying(observed, stays) if found.tenures else None,
        lifetime_sayings.recovered(found),
        Recovered(
            tuple(cents / 100 for cents in found.curve),
            tuple((low / 100, high / 100) for low, high in found.curve_bounds),
            None if cost is None else float(cost),
        )
        if found.whole.ltv.value is not None or len(found.curve) > 1
        else None,
        lifetime_recurring.finding(found.recurring),
        lifetime_recurring.head(found.recurring),
        tuple(lifetime_recurring.lines(found.recurring)) if found.recurring.customers else (),
        lifetime_recurring.added(found.again.signed, found.again.amount),
        lifetime_sayings.compared(segments),
        Ranked(tuple(ranked), "ratio", 1.0) if ranked else None,
        lifetime_sayings.undrawn(segments) if ranked else None,
        segments,
        tuple(
            Term(each.term, each.words, tuple(renewals(each, _FURTHER if each.retention else 0)))
            for each in found.tenures
            if each.renewals.ages
        ),
        assumptions(found),
        tuple(lifetime_sayings.reasons(found)),
    )


def sheet(page: Page) -> sheets.Sheet:
    """Return the figures by horizon, then by group."""
    found = page.found
    names = (
        sheets.Head("ltv", Text("LTV ajustée", "Fitted LTV"), "money"),
        sheets.Head("stated_ltv", Text("LTV déclarée", "Stated LTV"), "money"),
        sheets.Head("ltv_cac", Text("LTV/CAC ajusté", "Fitted LTV/CAC"), "ratio"),
        sheets.Head("payback", Text("Délai de récupération", "Payback"), "months"),
    )
    whole = [
        (
            (Text("Ensemble", "Total"), one.months),
            [("ltv", one.ltv), ("stated_ltv", one.stated_ltv), ("ltv_cac", one.ltv_cac), ("payback", None)],
        )
        for one in found.horizons
    ]
    each = [((one.label, found.horizon), _figures(one.group)) for one in page.segments]
    keys = (
        sheets.Head("group", Text("Groupe", "Group")),
        sheets.Head("horizon", Text("Horizon (mois)", "Horizon (months)"), "number"),
    )
    return sheets.of_lines(
        Text("Valeur vie", "Lifetime value"), keys, names, [*whole, *each], page.assumptions
    )


def _figures(group: Group) -> list[tuple[str, Cell | None]]:
    cells = (group.ltv, group.stated_ltv, group.ltv_cac, group.payback)
    return list(zip(("ltv", "stated_ltv", "ltv_cac", "payback"), cells, strict=True))


def _named(group: Group) -> Text:
    names = [value_label(name, value) for name, value in group.dimensions.items()]
    return Text(", ".join(name.fr for name in names), ", ".join(name.en for name in names))
