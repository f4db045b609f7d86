"""The ROI report: what a euro spent brought back, by campaign, channel, stage, month and segment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from filon.insight.biases.finding import Finding
from filon.metrics import calling
from filon.metrics.answer import Answer
from filon.metrics.definitions import CATALOGUE
from filon.metrics.language.dimension import Value
from filon.metrics.language.query import Query
from filon.reports.pages import sayings
from filon.reports.pages.parts import (
    NO_GRADES,
    Change,
    Cumulated,
    Definition,
    Grid,
    Indicator,
    Letters,
    Ranked,
    Rated,
    Section,
    Stage,
    Table,
    labels,
    points,
    table,
)
from filon.terms.period import Period
from filon.terms.text import Text

HEADLINE = ("roi", "return_multiple", "net_gain", "cac", "cost_per_held_appointment")
STAGES = (
    ("calls", None, None),
    ("reached", "reach_rate", None),
    ("useful_conversations", None, "cost_per_conversation"),
    ("appointments_set", "appointment_rate", "cost_per_appointment"),
    ("appointments_held", "show_rate", "cost_per_held_appointment"),
    ("opportunities", None, "cost_per_opportunity"),
    ("proposals", "proposal_rate", "cost_per_proposal"),
    ("contracts", "win_rate", "cac"),
)
"""Measure, its rate from an earlier stage, what one costs; the rates say what they divide by."""
SEGMENTS = ("sector", "size_band", "region", "list", "script", "operator")
_RESULTS = ("contracts", "revenue", "margin", "cost_total", "roi")
_CAMPAIGN = ("calls", "useful_conversations", "appointments_set", "appointments_held", *_RESULTS, "cac")
_CHANNEL = (
    "opportunities",
    "contracts",
    "cost_total",
    "margin",
    "roi",
    "return_multiple",
    "cost_per_opportunity",
    "cac",
)
_SEGMENT = (
    "useful_conversations",
    "appointments_set",
    "appointment_rate",
    "cost_per_appointment",
    "contracts",
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the figures do not say: who, which names stand behind codes, what changed, what is doubtful.

    `grades` hold the trust in the ROIs of a question, by its name.
    """

    company: str
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    grades: Mapping[str, Letters] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RoiReport:
    """The page, in both languages; the painter chooses one."""

    company: str
    first: date
    last: date
    answer: Answer  # of the headline: as of when, by which formula and rule
    grade: str  # of its ROI
    lead: Text
    headline: tuple[Indicator, ...]
    sections: tuple[Section, ...]
    stages: tuple[Stage, ...]
    segments: tuple[Table, ...]
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    definitions: tuple[Definition, ...]


def queries(period: Period, channels: Sequence[Value]) -> dict[str, Query]:
    """Return the questions the report asks, by name; what begins with calls is asked of the `channels` that call."""
    called = partial(calling.among, calling=channels)
    rates = tuple(name for stage in STAGES for name in stage if name)
    asked = {
        "headline": Query(
            (*HEADLINE, "contracts", "cost_total", "margin", "appointments_held"), period=period
        ),
        "campaign": Query(_CAMPAIGN, by=("campaign",), period=period),
        "channel": Query(_CHANNEL, by=("channel", "organisation"), period=period),
        "stages": called(Query(rates, period=period)),
        "month": Query(("cost_total", "margin", "contracts", "roi"), by=("month",), period=period),
        "rate": called(
            Query(
                ("useful_conversations", "appointments_set", "appointment_rate"), by=("month",), period=period
            )
        ),
        "slots": called(Query(("calls", "reached", "reach_rate"), by=("weekday", "hour"), period=period)),
    }
    segments = {name: called(Query(_SEGMENT, by=(name,), period=period)) for name in SEGMENTS}
    return {**asked, **segments}


def build(answers: Mapping[str, Answer], period: Period, context: Context) -> RoiReport:
    """Build the page from the answers to `queries`; `period` has both its ends."""
    if period.begin is None or period.end is None:
        raise ValueError("the report is of a period with both its ends")
    total = answers["headline"].total
    first, last = period.begin, date.fromordinal(period.end.toordinal() - 1)
    return RoiReport(
        company=context.company,
        first=first,
        last=last,
        answer=answers["headline"],
        grade=context.grades.get("headline", NO_GRADES).get(None, ""),
        lead=sayings.lead(total),
        headline=tuple(_indicator(name, answers) for name in HEADLINE),
        sections=tuple(_sections(answers, context)),
        stages=_stages(answers["stages"]),
        segments=tuple(_segment(answers[name], name, context) for name in SEGMENTS),
        findings=context.findings,
        changes=context.changes,
        definitions=_definitions(),
    )


def _basis(name: str) -> str:
    """Return the measure that says how much an indicator rests on."""
    return "appointments_held" if name == "cost_per_held_appointment" else "contracts"


def _indicator(name: str, answers: Mapping[str, Answer]) -> Indicator:
    item, answer = CATALOGUE.find(name), answers["stages" if calling.divides(name) else "headline"]
    return Indicator(item.label, item.words, answer.total.cells[name], _basis(name))


def _sections(answers: Mapping[str, Answer], context: Context) -> list[Section]:
    campaign, channel = answers["campaign"], answers["channel"]
    ways = labels(channel, {})
    return [
        Section(
            "campaigns",
            Text("ROI par campagne", "ROI by campaign"),
            sayings.campaigns(campaign),
            Text(
                "Point : ROI net ; trait : intervalle à 95 %, coupé au bord (›). Creux : moins de 5 contrats, à ne pas classer.",
                "Dot: net ROI; line: 95% interval, cut at the edge (›). Hollow: fewer than 5 contracts, not to be ranked.",
            ),
            Ranked(points(campaign, "roi", {})),
            table(
                campaign,
                Text("Les campagnes", "Campaigns"),
                _CAMPAIGN,
                labels(campaign, context.names),
                context.grades.get("campaign", NO_GRADES),
            ),
        ),
        Section(
            "channels",
            Text("ROI par canal, à base égale", "ROI by channel, like for like"),
            sayings.channels(channel),
            sayings.basis(channel),
            Ranked(points(channel, "roi", {})),
            table(
                channel,
                Text("Les canaux et modes", "Channels and modes"),
                _CHANNEL,
                ways,
                context.grades.get("channel", NO_GRADES),
            ),
        ),
        Section(
            "trend",
            Text("Dépensé et gagné, cumulés", "Spent and earned, cumulated"),
            sayings.payback(answers["month"]),
            Text(
                "Vue activité : chaque coût et chaque contrat à sa propre date.",
                "Activity view: each cost and each contract on its own day.",
            ),
            Cumulated.of(answers["month"], context.changes),
            table(
                answers["month"],
                Text("Mois par mois", "Month by month"),
                ("cost_total", "margin", "contracts", "roi"),
                labels(answers["month"], {}),
            ),
        ),
        Section(
            "rate",
            Text("De la conversation au rendez-vous", "From conversation to appointment"),
            sayings.rate(answers["rate"]),
            Text(
                "Part des conversations utiles qui donnent un rendez-vous ; bande : intervalle à 95 %.",
                "Share of useful conversations that give an appointment; band: 95% interval.",
            ),
            Rated.of(answers["rate"], "appointment_rate", context.changes),
            table(
                answers["rate"],
                Text("Conversations et rendez-vous", "Conversations and appointments"),
                ("useful_conversations", "appointments_set", "appointment_rate"),
                labels(answers["rate"], {}),
            ),
        ),
        Section(
            "slots",
            Text("Quand appeler", "When to call"),
            sayings.slots(answers["slots"]),
            Text(
                "Part des appels où une personne répond ; cerclé : moins de 20 appels ou de 5 réponses.",
                "Share of calls that a person answers; outlined: fewer than 20 calls or 5 answers.",
            ),
            Grid.of(answers["slots"], "reach_rate"),
            table(
                answers["slots"],
                Text("Par jour et heure", "By weekday and hour"),
                ("calls", "reached", "reach_rate"),
                labels(answers["slots"], {}),
            ),
        ),
    ]


def _stages(answer: Answer) -> tuple[Stage, ...]:
    cells = answer.total.cells
    return tuple(
        Stage(
            CATALOGUE.find(measure).label,
            cells[measure],
            CATALOGUE.find(rate).words if rate else None,
            cells[rate] if rate else None,
            cells[price] if price else None,
        )
        for measure, rate, price in STAGES
    )


def _segment(answer: Answer, dimension: str, context: Context) -> Table:
    return table(answer, CATALOGUE.dimensions[dimension].label, _SEGMENT, labels(answer, context.names))


def _definitions() -> tuple[Definition, ...]:
    stages = [name for stage in STAGES for name in stage if name]
    names = dict.fromkeys((*HEADLINE, *_CAMPAIGN, *_CHANNEL, *stages))
    items = [CATALOGUE.find(name) for name in names]
    return tuple(
        Definition(item.id, item.label, item.words, getattr(item, "version", None)) for item in items
    )
