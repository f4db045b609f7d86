"""Answers queries: sums by cell, figures from sums, and the total from the same sums put together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from filon.lake.tables import Lake
from filon.metrics.answer import Answer, Row
from filon.metrics.definitions import CATALOGUE
from filon.metrics.evaluate import Figures
from filon.metrics.gather import operator_days
from filon.metrics.gather.cells import Cells, Key, add, order
from filon.metrics.gather.reference import Reference, check_values, load
from filon.metrics.gather.select import Context
from filon.metrics.gather.sums import gather
from filon.metrics.language.catalogue import Catalogue
from filon.metrics.language.dimension import Kind, time_period
from filon.metrics.language.measure import Measure
from filon.metrics.language.query import Query
from filon.terms.scope import EVERYTHING, Scope

OFFICIAL = "roi"  # its version is the formula an answer names


@dataclass
class Engine:
    """Answers from one lake, with the shipped catalogue unless given another."""

    lake: Lake
    catalogue: Catalogue = CATALOGUE
    _reference: tuple[tuple[str, int], Reference] | None = None

    def context(self, query: Query, scope: Scope = EVERYTHING) -> Context:
        """Return what a query is answered from. Raises the faults of `Catalogue.check` and UnknownValue."""
        self.catalogue.check(query)
        query = replace(query, where=self.catalogue.typed(query.where))
        snapshot = self.lake.snapshot
        version = (snapshot.made_at, snapshot.versions["campaigns"])
        if self._reference is None or self._reference[0] != version:
            self._reference = (version, load(self.lake))
        reference = self._reference[1].within(scope)
        campaigns = reference.keep(query.where, self.catalogue.dimensions, scope)
        check_values(self.lake, query.where, reference, scope)
        return Context(self.lake, self.catalogue, reference, query, campaigns)

    def answer(
        self,
        query: Query,
        scope: Scope = EVERYTHING,
        *,
        extra: Iterable[str] = (),
        spread: Iterable[str] = (),
    ) -> Answer:
        """Answer a query under a scope.

        `extra` names measures whose sums are wanted in the rows besides; `spread` names events whose
        spread between operator-days is wanted there, as the component `operator_days`.

        Raises NothingAsked, UnknownMetric, UnknownDimension, CannotSplit, UnknownValue or BadOption.
        """
        context = self.context(query, scope)
        # What a figure rests on tells whether it is too few, though no formula may have it.
        events = [metric.events for name in query.metrics if (metric := self.catalogue.metrics.get(name))]
        measures = self.catalogue.needed([*query.metrics, *filter(None, events), *extra])
        query = context.query
        cells = gather(context, measures, query.by)
        for key, found in operator_days.gather(context, spread, query.by).items():
            if key in cells:
                add(cells, key, found)
        rows = tuple(self._row(context, key, cells) for key in sorted(cells, key=order))
        total = self._total(context, measures, cells)
        if not query.by and not rows:
            rows = (total,)
        return Answer(
            self.lake.snapshot.published_at, query, self._formula(query), self.lake.snapshot.rule, rows, total
        )

    def _row(self, context: Context, key: Key, cells: Cells) -> Row:
        query, components = context.query, cells[key]
        dimensions = dict(zip(query.by, key, strict=True)) if key else {}
        figures = Figures(self.catalogue, components, query)
        return Row(
            dimensions,
            {name: figures.cell(name) for name in query.metrics},
            self._partial(context, dimensions),
            components,
        )

    def _total(self, context: Context, measures: Sequence[Measure], cells: Cells) -> Row:
        whole: Cells = {(): {}}
        for components in cells.values():
            add(whole, (), components)
        distinct = [measure for measure in measures if measure.how == "distinct"]
        if distinct and context.query.by:
            whole[()] |= gather(context, distinct, ()).get((), {})
        return self._row(replace(context, query=replace(context.query, by=())), (), whole)

    def _partial(self, context: Context, dimensions: dict[str, str | int | None]) -> bool:
        today = self.lake.snapshot.published_at.date()
        for name, value in dimensions.items():
            if context.kind(name) is Kind.TIME and value is not None:
                end = time_period(name, str(value)).end
                if end is not None and _not_over(end, today):
                    return True
        return False

    def _formula(self, query: Query) -> str:
        versions = [metric.version for name in query.metrics if (metric := self.catalogue.metrics.get(name))]
        official = self.catalogue.metrics[OFFICIAL].version
        return official if official in versions or not versions else ", ".join(versions)


def _not_over(end: date, today: date) -> bool:
    return end > today
