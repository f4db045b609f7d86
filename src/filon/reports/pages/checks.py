"""What biases the figures, as a table to take away."""

from collections.abc import Iterable

from filon.insight.biases.finding import Finding
from filon.reports.pages.sheets import Head, Sheet
from filon.terms.money import to_amount
from filon.terms.text import Text

_HEADS = (
    Head("severity", Text("Gravité", "Severity")),
    Head("title", Text("Constat", "Finding")),
    Head("evidence", Text("Ce qui a été vu", "What was seen")),
    Head("effect", Text("Effet", "Effect")),
    Head("euros", Text("Euros en jeu", "Euros at stake"), "money"),
    Head("next_step", Text("À faire", "To do")),
    Head("campaign", Text("Campagne", "Campaign")),
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
            finding.next_step,
            finding.campaign,
        )
        for finding in findings
    )
    return Sheet(Text("Contrôles", "Checks"), _HEADS, rows)
