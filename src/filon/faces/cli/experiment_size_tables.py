"""Sizes and comparisons of two rates in the terminal and as JSON."""

from math import sqrt
from typing import TYPE_CHECKING, Any

from filon.faces.cli.answers import rounded
from filon.faces.cli.console import say, tell
from filon.faces.cli.tables import number, plain_table
from filon.insight.biases.phrases import percent
from filon.insight.experiments.phrases import duration, signed
from filon.insight.experiments.watch import FEW_EVENTS, Change
from filon.insight.methods.belief import NEUTRAL, Belief, believe
from filon.insight.methods.effects import Effect, read_once
from filon.insight.methods.interval import Interval
from filon.insight.methods.proportions import clopper_pearson, known_test, newcombe, pooled_test, wilson
from filon.insight.methods.samples import share
from filon.terms.text import Text

if TYPE_CHECKING:
    from filon.insight.experiments.planning import Plan

Counts = tuple[int, int]


def size_document(found: "Plan", inflated: float) -> dict[str, Any]:
    """Return a size as plain values: units of each of two arms, read once or watched."""
    return {
        "per_arm_read_once": _each(found.once, inflated),
        "per_arm_watched": _each(found.units, inflated),
        "weeks": found.weeks,
        "a_month_concludes": found.month_concludes if found.weeks is not None else None,
        "smallest_effect_in_a_month": rounded(found.month_effect),
        "smallest_effect_in_26_weeks": rounded(found.longest_effect),
        "too_long": found.too_long if found.weeks is not None else None,
    }


def show_size(found: "Plan", inflated: float) -> None:
    """Print a size."""
    plain_table(
        [tell("Par variante", "Per variant"), tell("Unités", "Units")],
        [
            [
                tell("lu une seule fois, à la fin", "read once, at the end"),
                number(_each(found.once, inflated), "count"),
            ],
            [
                tell("regardé tous les jours", "looked at every day"),
                number(_each(found.units, inflated), "count"),
            ],
        ],
    )
    for line in duration(found):
        say(line)


def _each(whole: int, inflated: float) -> int:
    return -(-round(whole * inflated) // 2)


def compared(control: Counts | float, variant: Counts) -> dict[str, Any]:
    """Return two shares and their difference as plain values; the control is counted, or a rate that is known."""
    found = _Compared(control, variant)
    before = {"value": rounded(found.rates[0])}
    if not isinstance(control, float):
        before |= _bounds(_interval(control))
    belief, losses = found.belief, (None, None) if found.belief is None else found.belief.losses()
    return {
        "a": before,
        "b": {"value": rounded(found.rates[1]), **_bounds(_interval(variant))},
        "difference": {"value": rounded(found.rates[1] - found.rates[0]), **_bounds(found.apart)},
        "change": None if found.change is None else _change(found.change),
        "p": rounded(found.p),
        "reading_aid": {
            "chance_above": None if belief is None else rounded(belief.chance),
            "loss_if_kept": rounded(losses[0]),
            "loss_if_chosen": rounded(losses[1]),
        },
    }


class _Compared:
    """What tells two shares apart, read once."""

    def __init__(self, control: Counts | float, variant: Counts) -> None:
        seen = variant[0] / variant[1]
        self.change: Change | None = None
        self.p: float | None = None
        if isinstance(control, float):
            bounds = _interval(variant)
            self.rates = control, seen
            self.apart = Interval((bounds.low or 0) - control, (bounds.high or 1) - control, bounds.method)
            error = sqrt(seen * (1 - seen) / variant[1])
            if min(variant[0], variant[1] - variant[0]) >= FEW_EVENTS:
                self.p = known_test(*variant, control)[1]
        else:
            self.rates = control[0] / control[1], seen
            self.apart = newcombe(variant, control)
            effect = read_once(share(*control), share(*variant), scale="log")
            self.change = Change.of(effect) if isinstance(effect, Effect) else None
            apart = read_once(share(*control), share(*variant), scale="absolute")
            error = apart.error if isinstance(apart, Effect) else 0.0
            whole = (control[0] + variant[0]) / (control[1] + variant[1])
            if min(whole, 1 - whole) * min(control[1], variant[1]) >= FEW_EVENTS:
                self.p = pooled_test(variant, control)[1]
        usual = NEUTRAL.times(self.rates[0]) if self.rates[0] else None
        self.belief: Belief | None = believe(seen - self.rates[0], error, usual) if error and usual else None


def _interval(counts: Counts) -> Interval:
    """Return the interval of a share: exact where it rests on few events."""
    few = min(counts[0], counts[1] - counts[0]) < FEW_EVENTS
    return clopper_pearson(*counts) if few else wilson(*counts)


def show_compared(control: Counts | float, variant: Counts) -> None:
    """Print two shares and what tells them apart."""
    found = _Compared(control, variant)
    plain_table(
        ["", tell("Comptes", "Counts"), tell("Taux", "Rate"), tell("Intervalle à 95 %", "95% interval")],
        [_row("A", control, found.rates[0]), _row("B", variant, found.rates[1])],
    )
    low, high = found.apart.low or 0.0, found.apart.high or 0.0
    value = _points(found.rates[1] - found.rates[0])
    bounds = Text(*(f"{_points(low)[language]} – {_points(high)[language]}" for language in ("fr", "en")))
    say(Text(f"Écart : {value.fr} points ({bounds.fr}).", f"Difference: {value.en} points ({bounds.en})."))
    if found.change is not None:
        say(_relative(found.change))
    if low > 0 or high < 0:
        say(Text("L'écart dépasse le hasard.", "The difference is more than chance."))
    else:
        say(
            Text(
                "On ne peut pas conclure : l'intervalle contient zéro.",
                "One cannot tell: the interval holds zero.",
            )
        )
    if found.belief is not None:
        say(_aid(found.belief))
    say(Text("Valable si vous ne lisez ces chiffres qu'une fois, à la taille prévue d'avance.", "Valid if these figures are read once, at the size planned beforehand."))  # fmt: skip


def _row(name: str, counts: Counts | float, rate: float) -> list[str]:
    if isinstance(counts, float):
        return [name, tell("donné", "given"), number(rate, "share"), "–"]
    found = _interval(counts)
    bounds = f"{number(found.low, 'share')} – {number(found.high, 'share')}"
    exact = tell(" (exact)", " (exact)") if found.method == "clopper-pearson" else ""
    return [name, f"{counts[0]}/{counts[1]}", number(rate, "share"), bounds + exact]


def _relative(change: Change) -> Text:
    value, low, high = (signed(bound) for bound in (change.value, change.low or 0.0, change.high or 0.0))
    return Text(
        f"Changement relatif : {value.fr}, entre {low.fr} et {high.fr}.",
        f"Relative change: {value.en}, between {low.en} and {high.en}.",
    )


def _aid(found: Belief) -> Text:
    chance = percent(found.chance)
    kept, chosen = (_points(loss, sign=False) for loss in found.losses())
    return Text(
        f"Pour aider à lire : en partant de l'idée que A et B se valent, B a {chance.fr} de chances d'être au-dessus. Si c'est "
        f"le plus haut qui compte, choisir B coûterait en moyenne {chosen.fr} point, garder A {kept.fr}.",
        f"To help read: starting from the idea that A and B are worth the same, B has a {chance.en} chance of being above. If "
        f"higher is better, choosing B would cost {chosen.en} points on average, keeping A {kept.en}.",
    )


def _points(share: float, *, sign: bool = True) -> Text:
    told = f"{100 * share:+.2f}" if sign else f"{100 * share:.2f}"
    return Text(told.replace(".", ",").replace("-", "−"), told.replace("-", "−"))


def _change(change: Change) -> dict[str, Any]:
    return {name: rounded(getattr(change, name)) for name in ("value", "low", "high", "p")}


def _bounds(found: Any) -> dict[str, Any]:
    return {"low": rounded(found.low), "high": rounded(found.high), "method": found.method}
