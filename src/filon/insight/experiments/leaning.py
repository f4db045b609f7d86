"""What one may believe of a variant while a test runs, from a neutral prior: an aid to read it, never the verdict."""

from math import ceil

from filon.insight.experiments.trial import Trial
from filon.insight.experiments.watch import Leaning
from filon.insight.methods.belief import NEUTRAL, believe
from filon.insight.methods.effects import Effect
from filon.insight.methods.power import further_units


def leaning(trial: Trial, effect: Effect) -> Leaning:
    """Return the chance that a variant is better, and what a wrong choice loses on average; `effect` is of logarithms."""
    found = believe(effect.value, effect.error, NEUTRAL)
    kept, chosen = found.relative_losses()
    further = ceil(further_units(trial.sought, effect.error, effect.units, prior=NEUTRAL))
    if trial.measured.lower:  # a cost that rises is the variant's loss
        return Leaning(1 - found.chance, chosen, kept, further)
    return Leaning(found.chance, kept, chosen, further)
