"""The choices of the question bar, within what a person may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from filon.faces.office.asking import EVERY, Asked
from filon.records.models import Campaign, Outcome
from filon.terms import choices as lists
from filon.terms.scope import Scope
from filon.terms.text import Language, Text

NOTHING, ALL = Text("rien", "nothing"), Text("tous", "all")

HORIZONS = (3, 6, 12, 24, 36, 60)  # months that one may choose; an address may hold any


@dataclass(frozen=True)
class Option:
    """A value one can choose."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True)
class Choice:
    """A field of the bar, by its name in the address; `none` is the choice of nothing, where one may."""

    name: str
    label: Text
    options: list[Option]
    none: Text | None = None


def visible_campaigns(scope: Scope) -> Any:
    """Return the live campaigns that a scope shows, by code."""
    campaigns = Campaign.objects.filter(voided_at__isnull=True).order_by("campaign_code")
    if scope.client_ids is not None:
        campaigns = campaigns.filter(client_id__in=scope.client_ids)
    return campaigns


def campaign_values(scope: Scope) -> list[tuple[str, str]]:
    """Return the codes of the campaigns that a scope shows, and what they are called."""
    return [(row.campaign_code, f"{row.campaign_code} · {row.name}") for row in visible_campaigns(scope)]


def outcome_values(language: Language) -> list[tuple[str, str]]:
    """Return the codes of the outcomes of calls, and what they are called."""
    outcomes = Outcome.objects.order_by("code")
    return [(row.code, Text(row.label_fr, row.label_en)[language]) for row in outcomes]


def bar(asked: Asked, scope: Scope, language: Language, *, kinds: Text | None = None) -> list[Choice]:
    """Return the fields of a page of figures: horizon, campaign, channel, kind.

    `kinds` says which ones count where none is asked; all do without it.
    """
    months = sorted({*HORIZONS, asked.horizon_months or HORIZONS[0]})
    spans = [(str(each), Text(f"{each} mois", f"{each} months")[language]) for each in months]
    return [
        pick(
            "horizon",
            Text("Horizon", "Horizon"),
            spans,
            (str(asked.horizon_months),),
            Text("à date", "to date"),
        ),
        _choice(
            asked, "campaign", Text("Campagne", "Campaign"), campaign_values(scope), Text("toutes", "all")
        ),
        _choice(asked, "channel", Text("Canal", "Channel"), _labels(lists.CHANNELS, language)),
        _kind(asked, kinds, language),
    ]


def _kind(asked: Asked, kept: Text | None, language: Language) -> Choice:
    label, values = Text("Type", "Kind"), _labels(lists.CAMPAIGN_KINDS, language)
    if kept is None:
        return _choice(asked, "kind", label, values)
    chosen = (EVERY,) if "kind" in asked.every else asked.where.get("kind", ())
    return pick("w.kind", label, [(EVERY, ALL[language]), *values], chosen, kept)


def pick(
    name: str, label: Text, values: Iterable[tuple[str, str]], chosen: Iterable[str], none: Text | None = None
) -> Choice:
    """Return a field with its values and what they are called."""
    held = set(chosen)
    return Choice(name, label, [Option(value, shown, value in held) for value, shown in values], none)


def dimensions(
    name: str,
    label: Text,
    known: Iterable[str],
    chosen: str | None,
    language: Language,
    *,
    none: Text | None = NOTHING,
) -> Choice:
    """Return a field to choose a dimension."""
    from filon.metrics.definitions import CATALOGUE

    values = [(each, CATALOGUE.dimensions[each].label[language]) for each in known]
    return pick(name, label, values, () if chosen is None else (chosen,), none)


def _labels(values: dict[str, Text], language: Language) -> list[tuple[str, str]]:
    return [(code, label[language]) for code, label in values.items()]


def _choice(asked: Asked, name: str, label: Text, values: list[tuple[str, str]], none: Text = ALL) -> Choice:
    return pick(f"w.{name}", label, values, asked.where.get(name, ()), none)
