"""How a test of a campaign must be planned, from what the campaign showed over its last weeks."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filon.flows.answer import engine_of
from filon.flows.experiments import unit_cents
from filon.insight.biases.phrases import percent
from filon.insight.experiments import exposures
from filon.insight.experiments.measured import PRIMARY
from filon.insight.experiments.planning import MOST_WEEKS, Goal, Plan, plan, plan_shares
from filon.insight.methods.samples import Sample, Sums, of_units, ratio
from filon.terms.experiments import CAP_SHARE, PAST_DAYS
from filon.terms.faults import Fault, UnknownName
from filon.terms.scope import EVERYTHING, Scope
from filon.terms.text import Text

if TYPE_CHECKING:
    from filon.records.models import Campaign, Experiment

HISTORY_WEEKS = 13


class NothingToPlanFrom(Fault):
    """The campaign has no past to plan a test from."""

    def __init__(self, campaign: str) -> None:
        super().__init__(
            f"La campagne {campaign} n'a pas encore assez d'appels pour prévoir ce test : donnez le chiffre actuel, par "
            "exemple 4 %, ou importez ses appels.",
            f"Campaign {campaign} does not have enough calls yet to plan this test: give today's figure, for example "
            "4%, or import its calls.",
        )


class ImpossibleEffect(Fault):
    """The minimum effect cannot be."""

    def __init__(self) -> None:
        super().__init__(
            "L'effet minimum est une amélioration relative, par exemple 20 % : positive, et qui laisse un taux sous "
            "100 % ou un coût positif.",
            "The minimum effect is a relative improvement, for example 20%: positive, and one that leaves a rate under "
            "100% or a cost above zero.",
        )


class TooLong(Fault):
    """The test would outlast the conditions it is run in."""

    def __init__(self, found: Plan) -> None:
        effect = found.longest_effect
        shown = Text("aucun effet réaliste", "no realistic effect") if effect is None else percent(effect)
        super().__init__(
            f"Il faudrait {found.weeks} semaines ; au-delà de {MOST_WEEKS}, l'équipe et le marché auront changé. En "
            f"{MOST_WEEKS} semaines, le plus petit effet visible est : {shown.fr}. Visez un effet plus grand, un chiffre "
            "plus fréquent, ou appelez davantage.",
            f"It would take {found.weeks} weeks; beyond {MOST_WEEKS} the team and the market will have changed. In "
            f"{MOST_WEEKS} weeks the smallest effect one can see is: {shown.en}. Aim at a larger effect or a more "
            "frequent figure, or call more.",
        )


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with what it rests on: today's figure, units a week, and what the test would cost (None: unknown)."""

    plan: Plan
    figure: float
    weekly: float | None
    seen: int
    cents: float | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A test to plan: `rate` is today's share where it is typed rather than read from the campaign."""

    campaign: str
    unit: str
    metric: str
    effect: float
    window_days: int
    weights: tuple[int, ...] = (1, 1)
    rate: float | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person says of a test besides its figures; `variants` are codes and descriptions, the control first.

    `past_days` and `cap_share` are as in the record: kept only where the unit of the test has what they speak of.
    """

    code: str
    name: str
    lever: str
    hypothesis: str
    variants: tuple[tuple[str, str], ...]
    assigned_by: str = "filon"
    budget_share: Decimal | None = None
    past_days: int = PAST_DAYS
    cap_share: Decimal | None = CAP_SHARE


def previewed(home: Path, wanted: Wanted, draft: Draft, scope: Scope = EVERYTHING) -> Planned:
    """Return the plan of a test that could be kept. Raises the faults of `planned` and of `actions.experiments.check`."""
    from filon.records.actions import experiments as actions

    actions.check(
        _rows(wanted, draft),
        experiment_code=draft.code,
        lever=draft.lever,
        unit=wanted.unit,
        cap_share=_cap(wanted, draft),
    )
    return planned(home, wanted, scope)


def planned(home: Path, wanted: Wanted, scope: Scope = EVERYTHING) -> Planned:
    """Return how large and how long a test must be, from what the campaign showed over its last weeks.

    Raises UnknownName, NothingToPlanFrom or ImpossibleEffect.
    """
    from filon.flows.facts import visible

    campaigns = {row.campaign_code: row for row in visible(scope)}
    if wanted.campaign not in campaigns:
        raise UnknownName(Text("Campagne", "campaign"), wanted.campaign, campaigns)
    campaign = campaigns[wanted.campaign]
    item = PRIMARY[wanted.metric]
    goal = Goal(wanted.effect, item.lower, wanted.weights, wanted.window_days)
    sums, calls, weekly, days = _history(home, campaign, wanted)
    try:
        if wanted.rate is not None:
            found, figure = plan_shares(wanted.rate, goal, weekly), wanted.rate
        else:
            today = _today(wanted, sums)
            found, figure = plan(today, goal, weekly), today.mean
    except (ValueError, ZeroDivisionError) as error:
        raise ImpossibleEffect from error
    cents = unit_cents(home, campaign, *days) if days else None
    if item.priced and wanted.rate is None:
        figure = figure * (cents or 0) / 100
    cost = cents * calls / sums.units * found.units if cents is not None and sums.units else None
    return Planned(found, figure, weekly, int(sums.units), cost)


def _today(wanted: Wanted, sums: Sums) -> Sample:
    today = ratio(sums)
    if not today.mean or today.variance <= 0:
        raise NothingToPlanFrom(wanted.campaign)
    return today


def _history(
    home: Path, campaign: "Campaign", wanted: Wanted
) -> tuple[Sums, float, float | None, tuple[date, date] | None]:
    """Return the figure's sums over the campaign's last weeks, its calls, its units a week, and those days."""
    item = PRIMARY[wanted.metric]
    with engine_of(home) as engine:
        last = exposures.last_day(engine.lake)
        if last is None:
            return Sums(), 0.0, None, None
        last = min(last, campaign.ends_on or last) - timedelta(days=wanted.window_days)
        first = last - timedelta(weeks=HISTORY_WEEKS) + timedelta(days=1)
        asked = exposures.Asked(campaign.pk, wanted.unit, first, last, wanted.window_days)
        groups = exposures.groups(engine.lake, asked, [item], "list" if wanted.unit == "list" else None)
    if not groups:
        return Sums(), 0.0, None, None
    calls = sum(group.counts["calls"] for group in groups)
    begin = min(group.day for group in groups)
    weeks = max(1.0, ((last - begin).days + 1) / 7)
    if wanted.unit == "list":
        totals: dict[int | None, tuple[float, float]] = {}
        for group in groups:
            x, y = totals.get(group.by, (0.0, 0.0))
            totals[group.by] = (x + group.sums[item.id][0], y + group.sums[item.id][1])
        sums = of_units([x for x, _ in totals.values()], [y for _, y in totals.values()])
    else:
        sums = Sums()
        for group in groups:
            sums += Sums(group.units, *group.sums[item.id])
    return sums, calls, sums.units / weeks, (begin, last)


def write_down(
    home: Path, wanted: Wanted, draft: Draft, *, actor: str, scope: Scope = EVERYTHING
) -> "Experiment":
    """Plan a test and keep it as a draft.

    Raises TooLong, NothingToPlanFrom where no weekly rate is known, and the faults of `previewed`.
    """
    from filon.flows.facts import visible
    from filon.records.actions import experiments as actions

    found = previewed(home, wanted, draft, scope)
    if found.plan.weeks is None:
        raise NothingToPlanFrom(wanted.campaign)
    if found.plan.too_long:
        raise TooLong(found.plan)
    (campaign,) = (row for row in visible(scope) if row.campaign_code == wanted.campaign)
    return actions.plan(
        _rows(wanted, draft),
        actor=actor,
        experiment_code=draft.code,
        name=draft.name,
        campaign=campaign,
        lever=draft.lever,
        hypothesis=draft.hypothesis,
        unit=wanted.unit,
        metric=wanted.metric,
        assigned_by=draft.assigned_by,
        minimum_effect=Decimal(str(round(wanted.effect, 4))),
        baseline=Decimal(str(round(found.figure, 6))),
        sample=found.plan.units,
        weeks=found.plan.weeks,
        window_days=wanted.window_days,
        budget_share=draft.budget_share,
        past_days=0 if wanted.unit == "slot" else draft.past_days,
        cap_share=_cap(wanted, draft),
    )


def _rows(wanted: Wanted, draft: Draft) -> list[dict[str, Any]]:
    return [
        {"variant": code, "description": what, "weight": weight, "control": position == 0}
        for position, ((code, what), weight) in enumerate(zip(draft.variants, wanted.weights, strict=True))
    ]


def _cap(wanted: Wanted, draft: Draft) -> Decimal | None:
    return draft.cap_share if wanted.unit == "contact" and draft.cap_share != 1 else None
