"""Tests: the list of them, and what one shows, with its verdict first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from filon.insight.experiments.phrases import units
from filon.insight.experiments.verdict import RULES, Verdict
from filon.insight.experiments.watch import Seen, Watch
from filon.reports.pages.experiment_comparison import GROUPED, Compared, compared
from filon.reports.pages.experiment_words import divided
from filon.reports.pages.sheets import Head, Sheet
from filon.terms.experiments import DECISIONS
from filon.terms.text import Text, count, plural


@dataclass(frozen=True, slots=True)
class Page:
    """A launched test."""

    finding: Text
    verdict: Verdict
    watch: Watch
    arms: tuple[tuple[Seen, Text], ...]  # each with the division that its figure is
    progress: Text
    checks: tuple[tuple[Text, bool], ...]  # what was checked, and whether it is as it should
    compared: tuple[Compared, ...]
    shares: tuple[tuple[Text, tuple[tuple[str, tuple[int, ...]], ...]], ...]  # where they are to be looked at

    @property
    def spent(self) -> float | None:
        """Return what the calls of the test cost, in the currency."""
        return None if self.watch.spent_cents is None else self.watch.spent_cents / 100

    @property
    def rule(self) -> Text | None:
        """Return the rule of the plan that is met."""
        return RULES[self.verdict.rule] if self.verdict.rule else None

    @property
    def limit(self) -> float | None:
        """Return what they may cost."""
        return None if self.watch.limit_cents is None else self.watch.limit_cents / 100


def summary(found: Iterable[tuple[str, str | None]]) -> Text:
    """Say how many tests are under way, and what those show; each is given by its status and its verdict."""
    running = [verdict for status, verdict in found if status == "running"]
    settled = sum(verdict != "cannot_tell" for verdict in running)
    if not running:
        return Text("Aucun test en cours", "No test is running")
    told_ = plural(len(running), ("test en cours", "tests en cours"), ("test running", "tests running"))
    if not settled:
        return Text(f"{told_.fr}, on ne peut pas encore conclure", f"{told_.en}, one cannot tell yet")
    ready = plural(
        settled, ("peut être décidé", "peuvent être décidés"), ("can be decided", "can be decided")
    )
    return Text(f"{told_.fr}, dont {ready.fr}", f"{told_.en}, {ready.en}")


def build(found: Watch, verdict: Verdict, names: Mapping[str, Mapping[int, str]]) -> Page:
    """Build the page of a test from what it shows; `names` are those of operators and lists."""
    decision = DECISIONS[verdict.decision].capital
    variant = f" {verdict.variant}" if verdict.variant and verdict.decision != "cannot_tell" else ""
    return Page(
        Text(f"{decision.fr}{variant}", f"{decision.en}{variant}"),
        verdict,
        found,
        tuple((seen, divided(seen.figure, found.trial.measured)) for seen in found.seen),
        _progress(found),
        tuple(_checks(found)),
        tuple(
            compared(found, each, names, settled=verdict.decision != "cannot_tell")
            for each in found.comparisons
        ),
        tuple(_shares(found, names)) if found.hidden else (),
    )


def _shares(
    found: Watch, names: Mapping[str, Mapping[int, str]]
) -> Iterable[tuple[Text, tuple[tuple[str, tuple[int, ...]], ...]]]:
    """Give the units called by operator and list."""
    for each in found.shares_by:
        known = names.get(each.by, {})
        lines = ((known.get(number, f"#{number}"), counts) for number, counts in each.called)
        yield GROUPED[each.by], tuple(sorted(lines))


def _progress(found: Watch) -> Text:
    counted, planned = units(found.counted, found.trial.unit), count(found.trial.planned)
    return Text(
        f"{counted.fr} dont la fenêtre de {found.trial.window_days} jours est finie, sur {planned.fr} prévus.",
        f"{counted.en} whose window of {found.trial.window_days} days is over, of {planned.en} planned.",
    )


def _checks(found: Watch) -> Iterable[tuple[Text, bool]]:
    """Give what was checked of the units, each with whether it is as it should be."""
    p = f"{found.shares.p:.3f}"
    yield (
        Text(
            f"Parts des variantes : {'anormales' if found.shares.alarm else 'comme prévu'} (p = {p.replace('.', ',')}).",
            f"Shares of the variants: {'not chance' if found.shares.alarm else 'as planned'} (p = {p}).",
        ),
        not found.shares.alarm,
    )
    if found.misplaced is not None:
        yield (
            _left_aside(
                found.misplaced,
                found.trial.unit,
                Text("sous une autre variante que prévu", "under another variant than planned"),
            ),
            not found.unfollowed,
        )
    yield (
        _left_aside(
            found.strays.several, found.trial.unit, Text("sous deux variantes", "under two variants")
        ),
        not found.strays.several,
    )
    if found.strays.calls_outside:
        calls = found.strays.calls_outside
        yield (
            Text(f"Appels sans variante du test : {calls}, hors du test.", f"Calls under no variant: {calls}, outside the test."),
            True,
        )  # fmt: skip


def _left_aside(number: int, unit: str, why: Text) -> Text:
    if not number:
        return Text(f"Rien {why.fr}.", f"Nothing {why.en}.")
    told_ = units(number, unit)
    return Text(
        f"{told_.fr} {why.fr} : hors de la comparaison.", f"{told_.en} {why.en}: left out of the comparison."
    )


def sheet(page: Page) -> Sheet:
    """Return what one saw day after day, as a table to take away."""
    heads = (
        Head("variant", Text("Variante", "Variant")),
        Head("day", Text("Jour", "Day"), "day"),
        Head("units", Text("Unités", "Units"), "count"),
        Head("change", Text("Changement", "Change"), "share"),
        Head("low", Text("minimum", "minimum"), "share"),
        Head("high", Text("maximum", "maximum"), "share"),
        Head("p", Text("p", "p"), "number"),
    )
    rows = [
        (each.code, look.day, look.units, look.change.value, look.change.low, look.change.high, look.change.p)
        for each in page.compared
        for look in each.looks
    ]
    return Sheet(page.watch.trial.measured.label, heads, rows, (page.verdict.reason,))
