"""Tests: the list of them, and what one shows, with its verdict first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from filon.insight.experiments.measured import Measured
from filon.insight.experiments.phrases import signed, units
from filon.insight.experiments.reading import TOLERANCE
from filon.insight.experiments.verdict import RULES, Verdict
from filon.insight.experiments.watch import Change, Comparison, Figure, Grouped, Look, Reading, Seen, Watch
from filon.reports.pages.sheets import Head, Sheet
from filon.reports.paint.numbers import NONE, amount
from filon.terms.experiments import DECISIONS
from filon.terms.text import Language, Text, count, plural

_GROUPED = {
    "operator": Text("Par opérateur", "By operator"),
    "list": Text("Par fichier", "By list"),
}
_COUNTED = {
    "contacts": (("contact", "contacts"), ("contact", "contacts")),
    "calls": (("appel", "appels"), ("call", "calls")),
    "conversations": (("conversation", "conversations"), ("conversation", "conversations")),
    "appointments": (("rendez-vous", "rendez-vous"), ("appointment", "appointments")),
    "opportunities": (("opportunité", "opportunités"), ("opportunity", "opportunities")),
}


@dataclass(frozen=True, slots=True)
class Watching:
    """The always-valid interval of a variant's change day after day, with zero and the change that is sought."""

    looks: tuple[Look, ...]
    sought: float


@dataclass(frozen=True, slots=True)
class Line:
    """A figure compared: of the control, of the variant, and the change in words."""

    label: Text
    figures: tuple[Figure, Figure]
    change: Text
    p: float | None
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Split:
    """The comparison by operator or list; `note` says what it shows if each were a single unit."""

    title: Text
    lines: tuple[tuple[str, tuple[int, int], tuple[Figure, Figure]], ...]
    note: Text


@dataclass(frozen=True, slots=True)
class Compared:
    """A variant against the control."""

    code: str
    chart: Watching | None
    looks: tuple[Look, ...]
    guardrails: tuple[Line, ...]
    others: tuple[Line, ...]
    splits: tuple[Split, ...]


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
        tuple(_compared(found, each, names) for each in found.comparisons),
        tuple(_shares(found, names)) if found.hidden else (),
    )


def _shares(
    found: Watch, names: Mapping[str, Mapping[int, str]]
) -> Iterable[tuple[Text, tuple[tuple[str, tuple[int, ...]], ...]]]:
    """Give the units called by operator and list."""
    for each in found.shares_by:
        known = names.get(each.by, {})
        lines = ((known.get(number, f"#{number}"), counts) for number, counts in each.called)
        yield _GROUPED[each.by], tuple(sorted(lines))


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


def _compared(found: Watch, each: Comparison, names: Mapping[str, Mapping[int, str]]) -> Compared:
    sought = -found.trial.minimum_effect if found.trial.measured.lower else found.trial.minimum_effect
    return Compared(
        each.arm.code,
        Watching(each.looks, sought) if len(each.looks) > 1 else None,
        tuple(reversed(each.looks)),
        tuple(_line(reading) for reading in each.guardrails),
        tuple(_line(reading) for reading in each.others),
        tuple(_split(grouped, names) for grouped in each.grouped if len(grouped.parts) > 1),
    )


def _line(reading: Reading) -> Line:
    return Line(
        reading.measured.label,
        reading.figures,
        told(reading.change),
        reading.p,
        reading.broken,
    )


def figure(found: Figure, language: Language) -> str:
    """Write a figure; its counts where it rests on too few, a dash where there is none."""
    if found.value is None:
        return NONE
    if found.few:
        return "/".join(amount(count_, "count", language) for count_ in (found.top, found.bottom))
    return amount(found.value, found.unit, language)


def divided(found: Figure, measured: Measured) -> Text:
    """Write the division that a figure of an arm is, with what it divides."""
    top, bottom = (
        plural(round(number), *_COUNTED[names[0]])
        for number, names in ((found.top, measured.top), (found.bottom, measured.bottom))
    )
    if measured.priced:
        return Text(f"coût de {top.fr} / {bottom.fr}", f"cost of {top.en} / {bottom.en}")
    return Text(f"{top.fr} / {bottom.fr}", f"{top.en} / {bottom.en}")


def told(change: Change | None) -> Text:
    """Say a change with its bounds."""
    if change is None or change.low is None or change.high is None:
        return Text("trop peu pour le dire", "too little to tell")
    value, low, high = (signed(bound) for bound in (change.value, change.low, change.high))
    return Text(f"{value.fr} (de {low.fr} à {high.fr})", f"{value.en} ({low.en} to {high.en})")


def decided_from(shown: Mapping[str, Any] | None, unit: str) -> Text | None:
    """Say what a test showed when it was decided, None where that was not kept."""
    if shown is None:
        return None
    value, low, high = shown["change"] or (0.0, None, None)
    change = told(Change(value, low, high, p=1.0))
    variant = f"{shown['variant']} " if shown["variant"] else ""
    counted = units(shown["counted"], unit)
    last = date.fromisoformat(shown["last_day"])
    return Text(
        f"Décidé sur : {variant}{change.fr}, {counted.fr}, au {last:%d/%m/%Y}.",
        f"Decided on: {variant}{change.en}, {counted.en}, as of {last}.",
    )


def _split(grouped: Grouped, names: Mapping[str, Mapping[int, str]]) -> Split:
    known = names.get(grouped.by, {})
    lines = sorted(
        (known.get(part.number, f"#{part.number}"), part.counted, part.figures) for part in grouped.parts
    )
    if grouped.change is None:
        note = Text(
            "Trop peu de lignes pour vérifier que l'effet ne tient pas à une ou deux d'entre elles.",
            "Too few rows to check that the effect does not come from one or two of them.",
        )
    else:
        note = Text(
            f"Si chaque ligne ne comptait que pour une observation : {told(grouped.change).fr}.",
            f"If each row counted as one observation only: {told(grouped.change).en}.",
        )
    return Split(_GROUPED[grouped.by], tuple(lines), note)


def stop_rule() -> Text:
    """Say when a test ends."""
    return Text(
        f"dès que {', '.join(rule.fr for rule in RULES.values())} : une seule de ces règles suffit",
        f"as soon as {', '.join(rule.en for rule in RULES.values())}: any one of these rules is enough",
    )


def guarded() -> Text:
    """Say how guardrails are read."""
    share = signed(TOLERANCE)
    return Text(
        f"Un garde-fou n'est retenu contre une variante que s'il se dégrade de plus de {share.fr} au-delà du hasard ; plus il "
        "y a de garde-fous, plus on est exigeant, pour ne pas sonner l'alarme par hasard (méthode de Holm).",
        f"A guardrail counts against a variant only where it gets worse by more than {share.en} beyond chance; the "
        "more guardrails there are, the more is asked of each, so that none alarms by chance (Holm's method).",
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
