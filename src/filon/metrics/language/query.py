"""A question: metrics by dimensions, over a period, under filters and a way of counting time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from typing import Literal

from filon.metrics.language.dimension import Value
from filon.metrics.language.faults import BadOption
from filon.terms.attribution import DEFAULT_MODEL, MODELS
from filon.terms.faults import UnknownName
from filon.terms.period import YEARS, Period
from filon.terms.text import NARROW, Text

View = Literal["activity", "cohort"]
VIEWS: tuple[View, ...] = ("activity", "cohort")
DEFAULT_HORIZON_MONTHS = 24
MAX_HORIZON_MONTHS = 600
ALL_TIME = Period()


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked.

    `where` keeps the rows whose dimension is one of the values (None: what cannot be attributed). In the
    cohort view results are dated by the call they came from, and count only within `horizon_months` of it,
    where stated. `retention` and `discount_rate` are yearly shares. `target_roi` serves the break-even.
    Raises BadOption or UnknownName where an option cannot have its value.
    """

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    where: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    period: Period = ALL_TIME
    view: View = "activity"
    horizon_months: int | None = None
    attribution: str = DEFAULT_MODEL
    retention: Fraction | None = None
    discount_rate: Fraction = Fraction(0)
    target_roi: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by", tuple(dict.fromkeys(self.by)))
        object.__setattr__(self, "metrics", tuple(dict.fromkeys(self.metrics)))
        if self.view not in VIEWS:
            raise UnknownName(Text("Vue", "view"), self.view, VIEWS)
        if self.attribution not in MODELS:
            raise UnknownName(Text("Modèle d'attribution", "attribution model"), self.attribution, MODELS)
        self._check_numbers()
        begin, end = self.period.begin, self.period.end
        for day in (begin, end):
            if day and day.year not in YEARS:
                span = Text(f"un jour de {YEARS[0]} à {YEARS[-1]}", f"a day from {YEARS[0]} to {YEARS[-1]}")
                raise BadOption(Text("Période", "Period"), str(day), span)
        if begin and end and begin >= end:
            raise BadOption(
                Text("Période", "Period"),
                f"{begin} – {end - timedelta(days=1)}",
                Text("un début avant la fin", "a start before the end"),
            )

    def _check_numbers(self) -> None:
        months = self.horizon_months
        if months is not None and not 1 <= months <= MAX_HORIZON_MONTHS:
            last = MAX_HORIZON_MONTHS
            span = Text(f"un nombre de mois de 1 à {last}", f"a number of months from 1 to {last}")
            raise BadOption(Text("Horizon", "Horizon"), months, span)
        if self.retention is not None and not 0 <= self.retention <= 1:
            share = Text("une part entre 0 et 100\u202f%", "a share between 0 and 100%")
            raise BadOption(Text("Rétention", "Retention"), _percent(self.retention), share)
        if self.discount_rate < 0:
            rate = Text("un taux d'au moins 0\u202f%", "a rate of at least 0%")
            raise BadOption(Text("Taux d'actualisation", "Discount rate"), _percent(self.discount_rate), rate)
        if self.discount_rate > 1:
            rate = Text("un taux d'au plus 100\u202f%", "a rate of at most 100%")
            raise BadOption(Text("Taux d'actualisation", "Discount rate"), _percent(self.discount_rate), rate)
        if self.target_roi <= -1:
            roi = Text("un ROI de plus de −100\u202f%", "a ROI of more than −100%")
            raise BadOption(Text("ROI visé", "Target ROI"), _percent(self.target_roi), roi)


def _percent(share: Fraction) -> Text:
    """Return a share as it was typed, in percent."""
    number = f"{float(100 * share):.10g}".replace("-", "−")
    return Text(f"{number.replace('.', ',')}{NARROW}%", f"{number}%")
