"""A line of the study: its response curve and what its contracts are worth, or why nothing is sure of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from filon.insight.arbitration.found import Place
from filon.insight.arbitration.history import History
from filon.insight.methods.interval import LEVEL, Interval, NotEnough
from filon.insight.methods.pooling import pooled as drawn_together
from filon.insight.methods.response import Numbers, Response, fit
from filon.metrics.answer import Row
from filon.metrics.gather.delays import Signed
from filon.metrics.language.dimension import Value
from filon.terms.text import Text, plural

IDLE_MONTHS = 6  # without spending in so many last months, one has stopped
MONTHS_NEEDED = 3  # of spending: fewer do not tell how much months differ by chance
DRAWS = 2000


@dataclass(frozen=True)
class Line:
    """A place, and where its curve is known what it gives for any spending of the window."""

    place: Place
    pattern: Numbers
    curve: Response | None = None
    worth: Numbers | None = None  # draws of the margin of a contract
    seen: float = 0.0

    def brought(self, spend: float, exposure: Numbers | float = 1.0) -> Numbers:
        """Return draws of the margin that a spending brings, spread over the window as it was."""
        assert self.curve is not None and self.worth is not None  # noqa: S101, PT018 - asked of movable places only
        return np.asarray(
            self.worth * self.curve.brought(self.pattern * spend / self.pattern.sum(), exposure)
        )

    def slope(self, spend: float) -> Numbers:
        """Return draws of the margin that one more unit brings there."""
        assert self.curve is not None and self.worth is not None  # noqa: S101, PT018 - asked of movable places only
        return np.asarray(self.worth * self.curve.slope(self.pattern * spend / self.pattern.sum()))

    def condensed(self) -> "Line":
        """Return the same line with one draw for each bend of its curve: its means are the same, at once."""
        assert self.curve is not None and self.worth is not None  # noqa: S101, PT018 - asked of movable places only
        bends, of = np.unique(self.curve.bend, return_inverse=True)
        scale = np.bincount(of, self.worth * self.curve.scale) * len(bends) / len(of)
        return replace(self, curve=replace(self.curve, scale=scale, bend=bends), worth=np.ones(len(bends)))


def studied(row: Row, value: Value, history: History, seed: int) -> Line:
    """Return the line of a row of figures: with its curve, or set aside with the reason."""
    pattern = history.spent(value, history.window)
    spent = 0.0 if value in history.ended else float(pattern.sum())
    place = Place(value, row, spent / max(len(history.window), 1), int((pattern > 0).sum()))
    signed = history.signed.get(value, ())
    if aside := _ended(value, history) or _unspent(row, value, history) or _untold(row, signed):
        return Line(replace(place, aside=aside), pattern)
    curve = fit(
        history.spent(value, history.months),
        history.contracts(value),
        history.exposure.get(value, np.ones(len(history.months))),
        draws=DRAWS,
        seed=seed,  # each line its own: draws that err together would hide how much lines differ by chance
    )
    worth = _worth(signed, seed)
    if isinstance(curve, NotEnough) or worth is None:
        many = _contracts(int(curve.have) if isinstance(curve, NotEnough) else 1)
        return Line(replace(place, aside=Text(f"{many.fr} : trop peu", f"{many.en}: too few")), pattern)
    return Line(place, pattern, curve, worth, _seen(signed, history))


def pooled(found: Sequence[Line]) -> list[Line]:
    """Return the lines, their returns brought nearer one another as far as chance alone may set them apart."""
    returns = {
        place: one.brought(float(one.pattern.sum())) / one.pattern.sum()
        for place, one in enumerate(found)
        if one.worth is not None and one.worth.min() > 0
    }
    shrunk = dict(zip(returns, drawn_together(list(returns.values())), strict=True))
    return [
        replace(one, worth=one.worth * shrunk[place] / returns[place])
        if one.worth is not None and place in returns
        else one
        for place, one in enumerate(found)
    ]


def priced(one: Line) -> Line:
    """Return a studied place with what one more unit brings today, where its curve is known."""
    if one.curve is None:
        return one
    slopes = one.slope(float(one.pattern.sum()))
    tail = (1 - LEVEL) / 2
    low, middle, high = (float(edge) for edge in np.quantile(slopes, (tail, 0.5, 1 - tail)))
    interval = Interval(low, high, "response curve")
    return replace(
        one, place=replace(one.place, marginal=middle, interval=interval, curve_told=one.curve.told)
    )


def _ended(value: Value, history: History) -> Text | None:
    last = history.ended.get(value)
    return None if last is None else Text(f"terminée le {last:%d/%m/%Y}", f"ended on {last:%d %b %Y}")


def _unspent(row: Row, value: Value, history: History) -> Text | None:
    """Say why the spending of a line cannot be moved."""
    if value is None:
        return Text("rien ne dit à quelle ligne elle revient", "nothing tells which row it belongs to")
    if row.cells["cost_total"].value is None:
        return row.cells["cost_total"].reason
    spent = history.spent(value, history.months)
    if (spent < 0).any():
        month = history.months[int(np.argmax(spent < 0))]
        return Text(f"dépense négative en {month:%Y-%m}", f"negative spending in {month:%Y-%m}")
    if not spent[-IDLE_MONTHS:].sum() > 0:
        return Text(f"aucune dépense depuis {IDLE_MONTHS} mois", f"no spending for {IDLE_MONTHS} months")
    if (spent > 0).sum() < MONTHS_NEEDED:
        return Text(
            f"moins de {MONTHS_NEEDED} mois entiers de dépenses",
            f"fewer than {MONTHS_NEEDED} whole months of spending",
        )
    return None


def _untold(row: Row, signed: Sequence[Signed]) -> Text | None:
    """Say why nobody knows what came of the spending of a line."""
    if float(row.cells["contracts"].value or 0) > sum(one.contracts for one in signed) + 0.5:
        return Text(
            "contrats connus en totaux, sans l'appel d'où ils viennent",
            "contracts known as totals, without the call they came from",
        )
    if unknown := sum(one.unknown for one in signed):
        many = _contracts(ceil(unknown - 1e-6))  # shares of a contract make whole ones
        return Text(f"marge inconnue sur {many.fr}", f"margin unknown on {many.en}")
    return None


def _worth(signed: Sequence[Signed], seed: int) -> Numbers | None:
    """Return draws of the mean margin of a contract: positive where it is, which Student's may not be; None below two."""
    count = sum(one.contracts for one in signed)
    if count < 2:
        return None
    total = sum(one.margin_cents for one in signed) / 100
    squares = sum(one.margin_squares for one in signed) / 10_000
    error = np.sqrt(max(0.0, squares - total * total / count) / (count - 1) / count)
    mean, generator = total / count, np.random.default_rng((seed, 2))
    if mean > 0 and error > 0:
        shape = (mean / error) ** 2
        return np.asarray(generator.gamma(shape, mean / shape, DRAWS))
    return np.asarray(mean + error * generator.standard_t(count - 1, DRAWS))


def _seen(signed: Sequence[Signed], history: History) -> float:
    """Return the margin that came of the window's calls by the end of it."""
    return sum(
        one.margin_cents / 100
        for one in signed
        if one.origin in history.window and one.signed <= history.months[-1]
    )


def _contracts(number: int) -> Text:
    return plural(number, ("contrat", "contrats"), ("contract", "contracts"))
