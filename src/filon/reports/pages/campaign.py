"""The page of a campaign: its key figures, its funnel, its months with the dated changes, its costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from filon.metrics.answer import Answer, Row
from filon.metrics.definitions import CATALOGUE
from filon.metrics.language.measure import Measure
from filon.metrics.language.metric import Metric
from filon.metrics.language.query import Query
from filon.reports.pages import home, sayings
from filon.reports.pages.channels import COSTS
from filon.reports.pages.parts import Change, Cumulated, Rated
from filon.reports.pages.roi_report import HEADLINE, STAGES
from filon.reports.pages.sheets import Head, Sheet, basis, of_answer, of_lines
from filon.terms.text import Text

LISTED = ("calls", "appointments_set", "contracts", "cost_total", "roi")
CLIENT_LISTED = (
    "calls", "useful_conversations", "appointments_set", "appointments_validated", "appointments_held",
)  # fmt: skip
MONTHLY = ("calls", "appointments_set", "contracts", "cost_total", "margin", "roi")
_CLIENT_STAGES = frozenset(
    {"calls", "reached", "useful_conversations", "appointments_set", "appointments_held"}
)
_OF_TOTAL = {
    "cost_direct": Text("dont directs", "of which direct"),
    "cost_indirect": Text("dont indirects", "of which indirect"),
}
_COSTS = {**COSTS, **_OF_TOTAL}
_KEYS = (
    Head("campaign_code", Text("Campagne", "Campaign")),
    Head("name", Text("Nom", "Name")),
    Head("starts_on", Text("Début", "Start"), "day"),
    Head("ends_on", Text("Fin", "End"), "day"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the funnel by the names of its figures; the rate and the price may not exist."""

    count: Measure | Metric
    rate: Measure | Metric | None
    price: Measure | Metric | None


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """The page. What only the house may see is empty for a client; `costs` are named under a title that says costs."""

    answer: Answer
    headline: tuple[Measure | Metric, ...]
    steps: tuple[Step, ...]
    months: tuple[Row, ...]
    monthly: tuple[Measure | Metric, ...]
    costs: tuple[tuple[str, Text], ...]
    payback: Text | None
    payback_chart: Cumulated | None
    rate: Text | None
    rate_chart: Rated | None
    changes: tuple[Change, ...]


def queries(query: Query, *, money: bool) -> dict[str, Query]:
    """Return the questions of the page, by name; without money nothing about costs or margins is asked."""
    figures = [name for step in _stages(money=money) for name in step if name]
    figures += [*_headline(money=money), *(_costs() if money else ())]
    monthly = _monthly(money=money)
    return {
        "all": replace(query, metrics=tuple(figures), by=()),
        "month": replace(query, metrics=monthly, by=("month",)),
        "rate": replace(
            query, metrics=("useful_conversations", "appointments_set", "appointment_rate"), by=("month",)
        ),
    }


def build(answers: Mapping[str, Answer], changes: tuple[Change, ...], *, money: bool) -> CampaignPage:
    """Build the page from the answers to `queries` and the changes that concern the campaign."""
    everything, month, rate = answers["all"], answers["month"], answers["rate"]
    rated = Rated.of(rate, "appointment_rate", changes)
    spent = [name for name in _costs() if everything.total.cells[name].value] if money else []
    return CampaignPage(
        answer=everything,
        headline=_items(_headline(money=money)),
        steps=tuple(Step(*map(_item, names)) for names in _stages(money=money)),  # type: ignore[arg-type] # a stage has a count
        months=tuple(row for row in month.rows if row.dimensions["month"] is not None),
        monthly=_items(_monthly(money=money)),
        costs=tuple((name, _COSTS.get(name, CATALOGUE.find(name).label)) for name in spent),
        payback=sayings.payback(month) if money else None,
        payback_chart=Cumulated.of(month, changes) if money else None,
        rate=sayings.rate(rate) if rated else None,
        rate_chart=rated,
        changes=changes,
    )


def sheet(answer: Answer, campaigns: Sequence[tuple[str, str, date, date | None]]) -> Sheet:
    """Return the list of campaigns (code, name, start, end) with their figures, to take away."""
    rows = {row.dimensions["campaign"]: row for row in answer.rows}
    names = answer.query.metrics
    lines = [
        (key, [(name, rows[key[0]].cells[name] if key[0] in rows else None) for name in names])
        for key in campaigns
    ]
    heads = [Head(item.id, item.label, item.unit) for item in _items(names)]
    return of_lines(Text("Campagnes", "Campaigns"), _KEYS, heads, lines, basis(answer))


def monthly_sheet(answer: Answer) -> Sheet:
    """Return the months of a campaign, to take away."""
    return of_answer(answer, Text("Mois par mois", "Month by month"), answer.query.metrics)


def _stages(*, money: bool) -> list[tuple[str, str | None, str | None]]:
    if money:
        return list(STAGES)
    return [(count, rate, None) for count, rate, _ in STAGES if count in _CLIENT_STAGES]


def _headline(*, money: bool) -> tuple[str, ...]:
    return HEADLINE if money else home.CLIENT


def _monthly(*, money: bool) -> tuple[str, ...]:
    return MONTHLY if money else CLIENT_LISTED


def _costs() -> tuple[str, ...]:
    return (*COSTS, "cost_total", *_OF_TOTAL)


def _items(names: Sequence[str]) -> tuple[Measure | Metric, ...]:
    return tuple(CATALOGUE.find(name) for name in names)


def _item(name: str | None) -> Measure | Metric | None:
    return None if name is None else CATALOGUE.find(name)
