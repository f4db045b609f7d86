"""What follows from a test: roll out, drop, or that one cannot tell yet, and why."""

from dataclasses import dataclass
from math import log

from filon.insight.biases.phrases import euros, percent
from filon.insight.experiments.phrases import signed, units
from filon.insight.experiments.reading import BURN_IN_DAYS, BURN_IN_EVENTS, TOLERANCE
from filon.insight.experiments.watch import Change, Comparison, Watch
from filon.terms.text import Text, count, plural

_TELL, _DROP, _ROLL = "cannot_tell", "drop", "roll_out"
RULES = {
    "effect": Text("l'intervalle exclut zéro", "the interval leaves zero out"),
    "futility": Text(
        "l'intervalle exclut l'amélioration minimum utile",
        "the interval leaves out the smallest improvement worth having",
    ),
    "guardrail": Text("un garde-fou cède", "a guardrail gives way"),
    "budget": Text("le budget du test est dépassé", "the budget of the test is exceeded"),
    "size": Text("l'effectif prévu est atteint", "the planned size is reached"),
}
"""When a test ends, as frozen at its launch; a verdict other than “cannot tell yet” rests on one of the first three."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the figures say (a decision of `terms`), of which variant, why, what to do next, and the rule that is met."""

    decision: str
    variant: str | None
    reason: Text
    next_step: Text
    rule: str | None = None


def verdict(found: Watch) -> Verdict:
    """Return the verdict of a test: that of the best variant, where there are several."""
    if (held := _held_back(found)) is not None:
        return held
    ranked = sorted((_of(found, each) for each in found.comparisons), key=_rank)
    return ranked[0]


def _rank(one: Verdict) -> int:
    return (_ROLL, _TELL, _DROP).index(one.decision)


def _held_back(found: Watch) -> Verdict | None:
    """Return why nothing may be concluded of any variant, if so."""
    if found.shares.alarm:
        got = " / ".join(count(arm.called).fr for arm in found.seen)
        due = " / ".join(count(each).fr for each in found.shares.expected)
        return Verdict(
            _TELL,
            None,
            Text(
                f"Les variantes n'ont pas reçu les parts prévues ({got} au lieu de {due}) : ce n'est pas le hasard, "
                "les résultats sont masqués.",
                f"The variants did not get their shares ({got} instead of {due}): this is not chance, the results are "
                "hidden.",
            ),
            Text(
                "Cherchez, par opérateur, fichier et jour, où des contacts sont perdus ou mal rangés, puis recommencez.",
                "Find by operator, list and day where contacts get lost or misplaced, then start again.",
            ),
        )
    if found.unfollowed:
        misplaced = units(found.misplaced or 0, found.trial.unit)
        return Verdict(
            _TELL,
            None,
            Text(
                f"L'affectation n'a pas été suivie : {misplaced.fr} sous une autre variante que prévu. Les résultats sont "
                "masqués.",
                f"The assignment was not followed: {misplaced.en} under another variant than planned. The results are "
                "hidden.",
            ),
            Text(
                "Chargez dans le composeur le fichier que donne « Affecter », puis relancez un test.",
                "Load the file that “Assign” gives into the dialler, then launch a new test.",
            ),
        )
    events = min(arm.events for arm in found.seen)
    if found.weeks * 7 < BURN_IN_DAYS or events < BURN_IN_EVENTS:
        whole = int(found.weeks)
        weeks = plural(whole, ("semaine complète", "semaines complètes"), ("whole week", "whole weeks"))
        seen = plural(round(events), ("évènement", "évènements"), ("event", "events"))
        return Verdict(
            _TELL,
            None,
            Text(
                f"Trop peu pour regarder : {weeks.fr} et {seen.fr} dans la variante qui en a le moins ; il faut 2 semaines "
                f"et {BURN_IN_EVENTS} évènements.",
                f"Too little to look at: {weeks.en} and {seen.en} in the variant with the fewest; it takes 2 weeks and "
                f"{BURN_IN_EVENTS} events.",
            ),
            _go_on(found),
            _used_up(found),
        )
    return None


def _of(found: Watch, each: Comparison) -> Verdict:
    """Return the verdict of one variant."""
    lower = found.trial.measured.lower
    broken = [reading for reading in each.guardrails if reading.broken]
    if broken:
        label = broken[0].measured.label
        return Verdict(
            _DROP,
            each.arm.code,
            Text(
                f"{each.arm.code} dégrade un garde-fou de plus de {percent(TOLERANCE).fr} : {label.fr}.",
                f"{each.arm.code} worsens a guardrail by more than {percent(TOLERANCE).en}: {label.en}.",
            ),
            _KEEP,
            "guardrail",
        )
    change = each.change
    if change is None or change.low is None or change.high is None:
        return Verdict(_TELL, each.arm.code, _UNKNOWN, _go_on(found), _used_up(found))
    worst, best = (change.high, change.low) if lower else (change.low, change.high)
    told = _told(found, each, change)
    if _better(worst, lower=lower):
        return Verdict(_ROLL, each.arm.code, told, _ROLL_OUT, "effect")
    if _better(-best, lower=lower):
        return Verdict(_DROP, each.arm.code, told, _KEEP, "effect")
    if abs(log(1 + best)) < abs(found.trial.sought):
        told = Text(
            f"{told.fr} L'effet, s'il existe, est plus petit que le minimum utile "
            f"({percent(found.trial.minimum_effect).fr}).",
            f"{told.en} The effect, if any, is smaller than the smallest worth having "
            f"({percent(found.trial.minimum_effect).en}).",
        )
        return Verdict(_DROP, each.arm.code, told, _KEEP, "futility")
    return Verdict(_TELL, each.arm.code, told, _go_on(found), _used_up(found))


def _better(change: float, *, lower: bool) -> bool:
    return change < 0 if lower else change > 0


def _told(found: Watch, each: Comparison, change: Change) -> Text:
    label = found.trial.measured.label
    value, low, high = (signed(bound) for bound in (change.value, change.low or 0.0, change.high or 0.0))
    return Text(
        f"Avec {each.arm.code}, {label.fr} : {value.fr} par rapport à {found.trial.control.code}, entre {low.fr} et "
        f"{high.fr} (valable quel que soit le nombre de regards).",
        f"With {each.arm.code}, {label.en}: {value.en} against {found.trial.control.code}, between {low.en} and "
        f"{high.en} (valid however often one looks).",
    )


def _used_up(found: Watch) -> str | None:
    """Return what of the plan is used up, None while something is left."""
    if found.limit_cents is not None and (found.spent_cents or 0) > found.limit_cents:
        return "budget"
    return "size" if found.counted >= found.trial.planned else None


def _go_on(found: Watch) -> Text:
    """Say what to do while one cannot tell: go on, or stop where the plan is used up."""
    used_up = _used_up(found)
    if used_up == "budget":
        spent, limit = euros(found.spent_cents or 0), euros(found.limit_cents or 0)
        return Text(
            f"Arrêtez : le test a coûté {spent.fr}, pour {limit.fr} prévus. Gardez l'existant.",
            f"Stop: the test cost {spent.en}, for {limit.en} planned. Keep what is done today.",
        )
    if used_up == "size" or found.trial.ended is not None:
        further = max((each.further or 0 for each in found.comparisons), default=0)
        more = units(further, found.trial.unit)
        needed = Text(f", d'environ {more.fr} de plus", f", by about {more.en}") if further else Text("", "")
        return Text(
            f"Le test ne départage pas les variantes à cette taille : gardez l'existant, ou prévoyez plus grand{needed.fr}.",
            f"At this size the test does not tell the variants apart: keep what is done today, or plan larger{needed.en}.",
        )
    more = units(found.trial.planned - found.counted, found.trial.unit)
    return Text(
        f"Continuez sans rien changer : il reste {more.fr} sur {count(found.trial.planned).fr} prévus.",
        f"Go on without changing anything: {more.en} of {count(found.trial.planned).en} planned are left.",
    )


_UNKNOWN = Text("Il manque des données pour comparer.", "There is too little data to compare.")
_KEEP = Text("Gardez l'existant et notez la décision.", "Keep what is done today and record the decision.")
_ROLL_OUT = Text(
    "Généralisez la variante, notez la décision, et suivez le chiffre après le changement.",
    "Roll the variant out, record the decision, and follow the figure after the change.",
)
