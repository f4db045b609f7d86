"""Looks for what biases the figures, prices it, and grades how far a ROI may be trusted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from filon.terms.clock import now
from filon.terms.faults import UnknownName
from filon.terms.scope import EVERYTHING, Scope
from filon.terms.text import Text

if TYPE_CHECKING:
    from filon.insight.biases.check import Verdict
    from filon.insight.biases.facts import Facts
    from filon.insight.biases.finding import Finding
    from filon.insight.biases.trust import Trust
    from filon.metrics.answer import Row
    from filon.metrics.language.dimension import Value
    from filon.metrics.language.query import Query

GRADED = "roi"


@dataclass(frozen=True)
class Examined:
    """What every check says of the campaigns that may be seen."""

    facts: "Facts"
    verdicts: "tuple[Verdict, ...]"

    @cached_property
    def codes(self) -> list[str]:
        """Return the codes of the campaigns."""
        return [campaign.code for campaign in self.facts.campaigns]

    @cached_property
    def findings(self) -> "list[Finding]":
        """Return every finding, the heaviest first."""
        found = (finding for verdict in self.verdicts for finding in verdict.findings)
        return sorted(found, key=lambda finding: finding.rank)

    def about(self, campaigns: Collection[str]) -> "tuple[Verdict, ...]":
        """Return the verdicts with only the findings that the ROI of some campaigns rests on."""
        return tuple(
            replace(
                verdict,
                findings=tuple(one for one in verdict.findings if any(map(one.touches, campaigns))),
            )
            for verdict in self.verdicts
        )

    def trust(self, campaigns: Collection[str]) -> "Trust | None":
        """Grade the ROI of some campaigns together; None without any."""
        from filon.insight.biases.trust import trust

        return trust(self.findings, self.facts, campaigns) if campaigns else None


@dataclass(frozen=True, slots=True)
class Grades:
    """The trust in each ROI of an answer, by the values of its dimensions, and in their total."""

    rows: "Mapping[tuple[Value, ...], Trust | None]"
    total: "Trust | None"

    @property
    def letters(self) -> "dict[tuple[Value, ...] | None, str]":
        """Return the grades alone; None is the total's."""
        given: list[tuple[tuple[Value, ...] | None, Trust | None]] = [*self.rows.items(), (None, self.total)]
        return {key: trust.grade for key, trust in given if trust}

    def of(self, row: "Row") -> "Trust | None":
        """Return the trust in the ROI of a row; None where it has none."""
        return self.rows.get(tuple(row.dimensions.values()))


def examine(home: Path, scope: Scope = EVERYTHING, *, as_of: date | None = None) -> Examined:
    """Run every check on what may be seen, as it stands on a day, today where it is not given."""
    from django.utils import timezone

    from filon.flows.recall import recall

    day = as_of or timezone.localdate(now())
    return recall(home, f"check {day} {scope}", lambda: _examined(home, day, scope))


def check(
    home: Path, scope: Scope = EVERYTHING, *, campaign: str | None = None, as_of: date | None = None
) -> "list[Finding]":
    """Return what biases the figures, gravest first, then most euros; of one campaign's ROI where a code is given.

    Raises UnknownName for a code nobody has.
    """
    examined = examine(home, scope, as_of=as_of)
    if campaign is None:
        return examined.findings
    known(examined, campaign)
    return [finding for finding in examined.findings if finding.touches(campaign)]


def known(examined: Examined, campaign: str) -> None:
    """Raise UnknownName for a code nobody has."""
    if campaign not in examined.codes:
        raise UnknownName(Text("Campagne", "campaign"), campaign, examined.codes)


def grades(home: Path, query: "Query", scope: Scope = EVERYTHING) -> Grades:
    """Grade the ROI of each row of a query, and of its total, by the campaigns whose euros it is made of."""
    examined, spent = examine(home, scope), _spenders(home, query, scope)
    rows = {key: examined.trust(campaigns) for key, campaigns in spent.items()}
    return Grades(rows, examined.trust(frozenset().union(*spent.values())))


def concerned(home: Path, query: "Query", scope: Scope = EVERYTHING) -> frozenset[str]:
    """Return the codes of the campaigns whose euros the ROI of a query is made of."""
    spent = _spenders(home, replace(query, by=()), scope)
    return frozenset().union(*spent.values())


def _spenders(home: Path, query: "Query", scope: Scope) -> "dict[tuple[Value, ...], frozenset[str]]":
    from filon.flows.answer import ask

    by = (*query.by, "campaign")
    answer = ask(home, replace(query, metrics=("cost_total", "margin"), by=by), scope)
    found: dict[tuple[Value, ...], frozenset[str]] = {}
    for row in answer.rows:
        code = row.dimensions["campaign"]
        if code is not None and any(cell.value or cell.reason for cell in row.cells.values()):
            key = tuple(row.dimensions[name] for name in query.by)
            found[key] = found.get(key, frozenset()) | {str(code)}
    return found


def _examined(home: Path, day: date, scope: Scope) -> Examined:
    from filon.flows.facts import gather
    from filon.insight.biases.every import examine as every

    facts = gather(home, day, scope)
    return Examined(facts, tuple(every(facts)))
