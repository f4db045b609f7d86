"""Builds the demonstration in a home of its own: files, import, publication, figures, report."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from filon.flows.demo.dates import Span
from filon.flows.demo.generate import SEED, generate
from filon.flows.demo.marker import MARKER
from filon.flows.demo.story import COMPANY
from filon.terms.clock import now
from filon.terms.faults import Fault
from filon.terms.period import Period
from filon.terms.text import Language, Text

if TYPE_CHECKING:
    from filon.flows.take_in import TakenIn
    from filon.insight.biases.finding import Finding
    from filon.metrics.answer import Answer

SOURCE, REPORT = "source", "report.html"
RESULTS = ("contracts", "cost_total", "margin", "roi", "cac")


class NotADemo(Fault):
    """The folder holds something that is not a demonstration."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"Le dossier {home} contient autre chose qu'une démonstration : rien n'y a été touché. "
            "Donnez un dossier neuf avec --home.",
            f"The folder {home} holds something else than a demonstration: nothing was touched. "
            "Give a new folder with --home.",
        )


class SharedDatabase(Fault):
    """The environment points to a database that the demonstration must not fill."""

    def __init__(self) -> None:
        super().__init__(
            "FILON_DATABASE_URL désigne une base existante ; la démonstration ne vit que dans son dossier. "
            "Retirez cette variable, puis relancez « filon demo ».",
            "FILON_DATABASE_URL names an existing database; the demonstration lives in its folder alone. "
            "Unset it, then run “filon demo” again.",
        )


@dataclass(frozen=True, slots=True)
class Demo:
    """What was built: the files taken in, the figures, what biases them, the report."""

    home: Path
    taken: "tuple[TakenIn, ...]"
    campaigns: "Answer"
    channels: "Answer"
    findings: "tuple[Finding, ...]"
    report: Path

    @property
    def known(self) -> bool:
        """Tell whether every row was there already."""
        return all(result.read == result.identical for result in self.taken)


def claim(home: Path, end: date | None = None) -> date:
    """Make a folder the demonstration's, before anything else is written there, and return its last day + 1.

    A folder claimed before keeps its date, so that building it again changes nothing. `end` is the first
    of the current month where it is not given. Raises NotADemo where the folder holds anything else.
    """
    marker = home / MARKER
    if marker.exists():
        return date.fromisoformat(json.loads(marker.read_text(encoding="utf-8"))["end"])
    if home.exists() and any(home.iterdir()):
        raise NotADemo(home)
    chosen = end or now().date().replace(day=1)
    home.mkdir(parents=True, exist_ok=True)
    aside = home / f".{MARKER}.part"
    aside.write_text(
        json.dumps({"company": COMPANY, "end": chosen.isoformat(), "seed": SEED}), encoding="utf-8"
    )
    os.replace(aside, marker)  # noqa: PTH105 - atomic, over what is there
    return chosen


def build(
    home: Path, end: date, *, language: Language = "fr", on_step: Callable[[Text], None] = lambda _step: None
) -> Demo:
    """Generate, import, publish and report; `home` is the open home, `end` its last day + 1."""
    from filon.flows.answer import ask
    from filon.flows.check import check
    from filon.flows.demo.comparisons import run_tests
    from filon.flows.report import build_report, write_report
    from filon.flows.take_in import take_in
    from filon.metrics.language.query import Query

    on_step(Text("Écriture des fichiers de l'entreprise", "Writing the company's files"))
    generate(home / SOURCE, end)
    on_step(Text("Import", "Importing"))
    taken = tuple(take_in([home / SOURCE], actor="demo"))
    run_tests(Span(end))
    on_step(Text("Calcul des chiffres", "Computing the figures"))
    period = Period(Span(end).month(0), end)
    campaigns = ask(home, Query(("calls", "appointments_held", *RESULTS), by=("campaign",), period=period))
    channels = ask(home, Query(RESULTS, by=("channel", "organisation"), period=period))
    on_step(Text("Recherche des biais", "Looking for biases"))
    findings = tuple(check(home, as_of=end))
    on_step(Text("Rapport", "Report"))
    path = home / REPORT
    page = build_report(home, period, company=COMPANY, findings=findings)
    write_report(page, path, language)
    return Demo(home, taken, campaigns, channels, findings, path)
