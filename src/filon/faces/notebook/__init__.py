"""Filon from Python: the same answers as the command, as objects a notebook can show."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filon.terms.faults import Fault

if TYPE_CHECKING:
    import pandas as pd

    from filon.flows.experiments import Watched
    from filon.flows.explain import Explanation
    from filon.flows.scenario import Plan, Study
    from filon.flows.take_in import TakenIn
    from filon.insight.arbitration.asked import Wanted
    from filon.insight.arbitration.found import Arbitration
    from filon.insight.biases.finding import Finding
    from filon.insight.biases.trust import Trust
    from filon.insight.lifetime.study import Lifetime
    from filon.insight.maturity.study import Maturity
    from filon.metrics.answer import Answer
    from filon.metrics.language.query import Query
    from filon.terms.text import Text

Value = str | int | None


class OneHomeOnly(Fault):
    """The process already serves another home."""

    def __init__(self, open_home: Path, asked: Path) -> None:
        super().__init__(
            f"Ce programme a déjà ouvert {open_home} : ouvrez {asked} depuis un autre programme.",
            f"This program has opened {open_home} already: open {asked} from another program.",
        )


@dataclass(frozen=True)
class Figures:
    """The answer to a question; `answer` carries the exact figures, their intervals and their reasons.

    `notes` say what to know before comparing them.
    """

    answer: "Answer"
    notes: "tuple[Text, ...]" = ()

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return one dictionary per row: each dimension, then each metric as a float (None: no answer)."""
        return [
            {
                **row.dimensions,
                **{
                    name: None if cell.value is None else float(cell.value)
                    for name, cell in row.cells.items()
                },
            }
            for row in self.answer.rows
        ]

    def to_pandas(self) -> "pd.DataFrame":
        """Return the rows as a pandas table, a column per dimension and metric."""
        import pandas as pd

        query = self.answer.query
        return pd.DataFrame(self.to_dicts(), columns=[*query.by, *query.metrics])

    def _repr_html_(self) -> str:
        from html import escape

        html: str = self.to_pandas().to_html(index=False)
        return html + "".join(f"<p>{escape(note.fr)}<br>{escape(note.en)}</p>" for note in self.notes)


@dataclass(frozen=True)
class Company:
    """One company's records and figures; `home` is its folder."""

    home: Path

    def take_in(
        self, *paths: str | os.PathLike[str], dry_run: bool = False, strict: bool = False
    ) -> "list[TakenIn]":
        """Take files or folders in, as `filon import`; return one result per table. Raises Fault."""
        from filon.flows.take_in import take_in

        return take_in([Path(path) for path in paths], dry_run=dry_run, strict=strict, actor="notebook")

    def roi(self, *, by: Sequence[str] = (), **options: Any) -> Figures:
        """Return the default figures, with the options of `query`."""
        from filon.metrics.definitions.shown import FIRST

        return self.query(FIRST, by=by, **options)

    def query(self, metrics: Iterable[str], *, by: Sequence[str] = (), **options: Any) -> Figures:
        """Return any metrics by any dimensions.

        Options: `where` (dimension → value or values, None for what is not attributed), `first` and `last`
        (days, both included), `view` ("activity" or "cohort"), `horizon_months`, `attribution`, and the
        yearly shares `retention` and `discount_rate`. Raises Fault, with the nearest known names.
        """
        from filon.flows.answer import ask
        from filon.flows.calling import notes

        query = _query(tuple(metrics), tuple(by), **options)
        return Figures(ask(self.home, query), notes(self.home, query))

    def explain(self, metric: str, **options: Any) -> "Explanation":
        """Return the formula of a metric, its figure and the figure of each input; options as `query`."""
        from filon.flows.explain import explain

        return explain(self.home, metric, _query((metric,), (), **options))

    def budget(
        self, dimension: str = "channel", wanted: "Wanted | None" = None, **options: Any
    ) -> "Arbitration":
        """Return what one more euro brings by a dimension and a better split of the budget; options as `query`."""
        from filon.flows.arbitrate import arbitrate

        return arbitrate(self.home, _query(("roi",), (), **options), dimension, wanted)

    def lifetime(self, *, by: Sequence[str] = (), seed: int = 0, **options: Any) -> "Lifetime":
        """Return what customers are worth over their life, fitted and stated; options as `query`.

        The horizon is 24 months unless `horizon_months` says otherwise. `seed` is that of the draws.
        """
        from filon.flows.lifetime import lifetime

        return lifetime(self.home, _query(("ltv",), tuple(by), **options), seed=seed)

    def maturity(self, *, by: Sequence[str] = (), seed: int = 0, **options: Any) -> "Maturity":
        """Return what young cohorts will become, with the options of `query`; its view is always the cohort one."""
        from filon.flows.maturity import maturity

        return maturity(self.home, _query(("roi",), tuple(by), **options), seed=seed)

    def scenario(self, plan: "Plan | None" = None, **options: Any) -> "Study":
        """Return what a plan may bring by what was seen; options as `query` say what is learnt from.

        A `filon.flows.scenario.Plan` says over which days, which drivers move, and for which ROI.
        """
        from filon.flows.scenario import Plan, study

        return study(self.home, _query(("roi",), (), **options), plan or Plan())

    def experiments(self) -> "list[Watched]":
        """Return every test with what it shows and its verdict, the latest first."""
        from filon.flows.experiments import listed

        return listed(self.home)

    def experiment(self, code: str) -> "Watched":
        """Return one test, with what it shows day after day. Raises Fault for a code nobody has."""
        from filon.flows.experiments import watched

        return watched(self.home, code)

    def check(self, campaign: str | None = None) -> "list[Finding]":
        """Return what biases the figures, or a campaign's ROI, the largest effect first. Raises UnknownName."""
        from filon.flows.check import check

        return check(self.home, campaign=campaign)

    def trust(self, **options: Any) -> "Trust | None":
        """Return how far the ROI may be trusted, A to E, with the findings behind; options as `query`.

        None where the ROI has no answer.
        """
        from filon.flows.check import GRADED, grades

        return grades(self.home, _query((GRADED,), (), **options)).total


def open_company(home: str | os.PathLike[str] | None) -> Company:
    """Open a company's folder; see `filon.connect`."""
    wanted = Path(home or os.environ.get("FILON_HOME", "filon-home")).absolute()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.config.settings")
    os.environ.setdefault("FILON_HOME", str(wanted))
    from django.conf import settings

    from filon.flows.open_home import open_home

    if wanted != settings.FILON_HOME:
        raise OneHomeOnly(settings.FILON_HOME, wanted)
    return Company(open_home())


def _query(
    metrics: tuple[str, ...],
    by: tuple[str, ...],
    *,
    where: Mapping[str, Value | Sequence[Value]] | None = None,
    first: date | None = None,
    last: date | None = None,
    retention: float | None = None,
    discount_rate: float = 0.0,
    **options: Any,
) -> "Query":
    from filon.metrics.language.query import Query
    from filon.terms.period import Period

    filters = {
        name: tuple(value) if isinstance(value, list | tuple) else (value,)
        for name, value in (where or {}).items()
    }
    return Query(
        metrics,
        by=by,
        where=filters,
        period=Period(first, last + timedelta(days=1) if last else None),
        retention=None if retention is None else Fraction(str(retention)),
        discount_rate=Fraction(str(discount_rate)),
        **options,
    )
