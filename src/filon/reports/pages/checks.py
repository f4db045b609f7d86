"""The page of the checks: by kind of error, what was found, what holds, what could not be looked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from filon.insight.biases.check import Family, Verdict
from filon.insight.biases.finding import Finding
from filon.insight.biases.phrases import signed_percent
from filon.insight.biases.trust import Trust
from filon.reports.pages.sheets import Head, Sheet
from filon.terms.money import to_amount
from filon.terms.text import Text, plural

_HEADS = (
    Head("severity", Text("Gravité", "Severity")),
    Head("title", Text("Constat", "Finding")),
    Head("evidence", Text("Ce qui a été vu", "What was seen")),
    Head("effect", Text("Effet", "Effect")),
    Head("effect_on_gain", Text("Effet sur le gain net", "Effect on the net gain"), "money"),
    Head("roi_points", Text("Points de ROI", "Points of ROI"), "count"),
    Head("next_step", Text("À faire", "To do")),
    Head("campaign", Text("Campagne", "Campaign")),
)


@dataclass(frozen=True, slots=True)
class Group:
    """The checks of one kind of error, those that found something first."""

    family: Family
    found: tuple[Verdict, ...]
    passed: tuple[Verdict, ...]
    unknown: tuple[Verdict, ...]

    @property
    def size(self) -> int:
        """Return how many checks there are."""
        return len(self.found) + len(self.passed) + len(self.unknown)


@dataclass(frozen=True, slots=True)
class Checks:
    """The page."""

    summary: Text
    trust: Trust | None
    groups: tuple[Group, ...]

    @property
    def made(self) -> bool:
        """Tell whether any check had what it takes."""
        return any(group.found or group.passed for group in self.groups)

    @property
    def findings(self) -> list[Finding]:
        """Return the findings, in the order of the page."""
        return [finding for group in self.groups for verdict in group.found for finding in verdict.findings]


def build(verdicts: Sequence[Verdict], trust: Trust | None) -> Checks:
    """Build the page from the verdicts on what it is about, in the order of the families."""
    groups = []
    for family, own in groupby(verdicts, key=lambda verdict: verdict.family):
        states = {state: [] for state in ("found", "passed", "unknown")}  # type: dict[str, list[Verdict]]
        for verdict in own:
            states[verdict.state].append(verdict)
        groups.append(Group(family, *(tuple(states[state]) for state in ("found", "passed", "unknown"))))
    return Checks(summary(verdicts), trust, tuple(groups))


def summary(verdicts: Sequence[Verdict]) -> Text:
    """Say how many checks found something and how many findings they made, how many passed, how many could not be made."""
    found, passed, unknown = (
        sum(verdict.state == state for verdict in verdicts) for state in ("found", "passed", "unknown")
    )
    findings = sum(len(verdict.findings) for verdict in verdicts)
    first = plural(found, ("contrôle trouve", "contrôles trouvent"), ("check finds", "checks find"))
    second = plural(passed, ("est passé", "sont passés"), ("passed", "passed"))
    third = plural(
        unknown,
        ("n'a pas de quoi se faire", "n'ont pas de quoi se faire"),
        ("lacks its data", "lack their data"),
    )
    rest = Text(f", {third.fr}", f", {third.en}") if unknown else Text("", "")
    told = plural(findings, ("constat", "constats"), ("finding", "findings"))
    several = Text(f" ({told.fr})", f" ({told.en})") if findings != found else Text("", "")
    return Text(
        f"{first.fr} quelque chose à corriger{several.fr}, {second.fr}{rest.fr}.",
        f"{first.en} something to mend{several.en}, {second.en}{rest.en}.",
    )


def on_roi(finding: Finding) -> Text | None:
    """Say what mending does to the ROI of the campaigns concerned; None where that cannot be computed."""
    if finding.roi is None or finding.points is None:
        return None
    before, after = (signed_percent(roi) for roi in finding.roi)
    sign = "+" if finding.points > 0 else "−" if finding.points < 0 else ""
    moved = plural(abs(finding.points), ("point", "points"), ("point", "points"))
    of = Text("ROI", "ROI") if finding.campaign else Text("ROI des campagnes concernées", "ROI of the campaigns concerned")  # fmt: skip
    return Text(
        f"{of.fr} : {before.fr} → {after.fr} ({sign}{moved.fr})",
        f"{of.en}: {before.en} → {after.en} ({sign}{moved.en})",
    )


def sheet(findings: Iterable[Finding]) -> Sheet:
    """Return the findings, in the order of the page."""
    rows = (
        (
            finding.severity.label,
            finding.title,
            finding.evidence,
            finding.effect,
            None if finding.effect_cents is None else to_amount(finding.effect_cents),
            finding.points,
            finding.next_step,
            finding.campaign,
        )
        for finding in findings
    )
    return Sheet(Text("Contrôles", "Checks"), _HEADS, rows)
